import ArgumentParser
import LinuxSystem
import NetLab

struct StatusVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the labs that are up: machines, programs, pods.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Argument(help: "The lab's name. Default: all.")
    var name: LabName?

    @Option(name: [.customShort("o"), .long], help: "table or json.")
    var output: Format = .table

    @OptionGroup var lab: LabOptions

    func run() throws {
        try reportingErrors {
            let status = try LabStatus(name: name, root: lab.options().root)
            switch output {
            case .table: print(status.table.joined(separator: "\n"))
            case .json: try StandardStream.output.write(status.json + [0x0A])
            }
        }
    }
}
