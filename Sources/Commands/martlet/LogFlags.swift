import ArgumentParser
import Logging

/// How much is told on standard error.
struct LogFlags: ParsableArguments {
    @Option(help: "What is told: debug, info, notice, warning, error.")
    var logLevel = Logger.Level.info

    /// The log of a program; once a process.
    func start(_ name: String) -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: name)
        logger.logLevel = logLevel
        return logger
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
