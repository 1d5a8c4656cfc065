import ArgumentParser
import NetLab

struct RunVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a scenario in a lab of its own, and take that down again.")

    @Argument(help: "A scenario file.")
    var scenario: String

    @Option(help: "The lab's name. Default: the scenario's.")
    var name: LabName?

    @OptionGroup var lab: LabOptions

    func run() throws {
        try reportingErrors {
            let options = try lab.options()
            if try !NetLab.run(
                scenario: LabOptions.absolute(scenario), name: name, options: options)
            {
                throw ExitCode(1)
            }
        }
    }
}
