import ArgumentParser
import LinuxSystem
import NetLab

struct MapVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Draw the cluster as it is now: nodes, pods, Services, who reaches whom.")

    @Option(help: "Write it as an SVG file, too.")
    var svg: String?

    @Option(name: .customLong("lab"), help: "The lab. Default: the one that is up.")
    var name: LabName?

    @OptionGroup var lab: LabOptions

    func run() throws {
        try reportingErrors {
            let map = try NetLab.map(lab: name, options: lab.options())
            print(map.text.joined(separator: "\n"))
            if let svg { try Files.writeAtomically(svg, Array(map.svg.utf8), mode: 0o644) }
        }
    }
}
