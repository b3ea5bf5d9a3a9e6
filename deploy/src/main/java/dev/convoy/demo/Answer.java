package dev.convoy.demo;

/** What came of one request. */
sealed interface Answer {
    /** A backend answered. */
    record From(String member, String service, String version) implements Answer {
        @Override
        public String toString() {
            return service + " in " + member;
        }
    }

    /** The client did not get a backend's answer: refused, reset, timed out, or a response that no backend sent. */
    record Failed(String why) implements Answer {
        @Override
        public String toString() {
            return "failed: " + why;
        }
    }
}
