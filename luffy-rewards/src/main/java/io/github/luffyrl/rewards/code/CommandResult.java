package io.github.luffyrl.rewards.code;

/** How a command ended; without meaning unless it exited: exit code and last line of the output. */
record CommandResult(End end, int exitCode, String lastLine) {

    enum End {
        EXITED,
        TIMED_OUT,
        TOO_MUCH_OUTPUT
    }
}
