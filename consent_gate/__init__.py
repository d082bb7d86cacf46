"""May this datum be used for this purpose now, or must the person be asked first?"""
