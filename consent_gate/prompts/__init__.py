"""What a person sees when terms loosen: the words, the page, its signed links, and the mail that brings them there.

Values in, values out; what is pending is told by the gate, and HTTP is spoken by `consent_gate.service`.
"""
