import ArgumentParser
import NetLab

struct DownVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Take a lab down, as much of it as there is, and check that nothing is left.")

    @Argument(help: "The lab's name. Default: the one that is there.")
    var name: LabName?

    @OptionGroup var lab: LabOptions

    func run() throws {
        try reportingErrors {
            if try !NetLab.down(name, options: lab.options()) { throw ExitCode(1) }
        }
    }
}
