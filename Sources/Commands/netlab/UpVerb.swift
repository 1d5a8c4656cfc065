import ArgumentParser
import NetLab

struct UpVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Bring a lab up and leave it running.")

    @Argument(help: "A topology file. Default: three nodes on one wire, with example pods.")
    var topology: String?

    @Option(help: "A file or folder of Kubernetes objects; may be given several times.")
    var manifests: [String] = []

    @Option(help: "The lab's name. Default: the topology's.")
    var name: LabName?

    @OptionGroup var lab: LabOptions

    func run() throws {
        try reportingErrors {
            try NetLab.up(
                topology: topology.map(LabOptions.absolute),
                manifests: manifests.map(LabOptions.absolute), name: name,
                options: lab.options())
        }
    }
}
