package org.wangge.problem;

/// Carries a [Problem] to the edge of the program, where `api` or the command line renders it.
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail() + " " + problem.remedy());
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.detail() + " " + problem.remedy(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
