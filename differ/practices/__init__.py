"""What a policy says is done with data, read sentence by sentence into data, uses, recipients and terms of the taxonomy.

Used for proposing permissions and for holding prose and permissions against each other; whether a change of the prose
loosens anything is the judgement's to say, and rests on nothing here.
"""
