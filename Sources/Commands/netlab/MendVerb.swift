import ArgumentParser
import NetLab

struct MendVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mend", abstract: "Mend what netlab break did.")

    @Argument(help: "The node, or a host of the wire. Default: all.")
    var node: String?

    @Option(name: .customLong("lab"), help: "The lab. Default: the one that is up.")
    var name: LabName?

    @OptionGroup var lab: LabOptions

    func run() throws {
        try reportingErrors {
            for line in try NetLab.mend(node, lab: name, options: lab.options()) { print(line) }
        }
    }
}
