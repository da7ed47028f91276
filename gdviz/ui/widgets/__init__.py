"""Elements that several pages share: sentences, names of variables, vocabulary, next steps."""
