"""From a draft to a published version: review, approval, publishing, withdrawal, import; and whether the archive still says the same."""
