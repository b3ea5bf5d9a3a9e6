package dev.convoy.demo;

/** Something that Convoy promises of the requests that were sent, and what was seen. */
record Promise(String what, String seen, String promised, boolean kept) {}
