import ArgumentParser
import Scheduler

/// The flags of the scheduler.
struct SchedulerFlags: ParsableArguments {
    @Option(help: "The schedulerName of the pods it places, with commas.")
    var schedulerName = "default-scheduler"

    @Option(help: "Of how many nodes in a hundred enough is enough; 0: as their number says.")
    var percentageOfNodesToScore = 0

    @Option(help: "A file that gets each score as a line of JSON.")
    var scoreLog: String?

    /// What the scheduler is told.
    func options() throws -> SchedulerOptions {
        var options = SchedulerOptions()
        options.schedulerNames = Set(ServerOptions.list(schedulerName))
        guard !options.schedulerNames.isEmpty else {
            throw ValidationError("--scheduler-name: expected a name")
        }
        guard 0...100 ~= percentageOfNodesToScore else {
            throw ValidationError(
                "--percentage-of-nodes-to-score: expected 0 to 100, "
                    + "found \(percentageOfNodesToScore)")
        }
        options.percentageOfNodesToScore = percentageOfNodesToScore
        options.scoreLog = scoreLog ?? ""
        return options
    }
}
