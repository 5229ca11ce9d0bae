"""What is given away: the files of a release, and the licences of what the book is made with."""
