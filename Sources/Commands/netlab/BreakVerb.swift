import ArgumentParser
import NetLab

struct BreakVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "break",
        abstract: "Break something of a node; without an option it is cut off.",
        discussion: "netlab mend undoes it. A restarted node needs no mending.")

    @Argument(help: "The node, or a host of the wire.")
    var node: String

    @Option(help: "Lose so many of 100 packets, each way.")
    var loss: Int?

    @Option(help: "Kill this program, which stays down: agent, svcproxy or server.")
    var stop: String?

    @Flag(help: "Switch it off and on: all its processes end at once, and come back.")
    var restart = false

    @Option(name: .customLong("lab"), help: "The lab. Default: the one that is up.")
    var name: LabName?

    @OptionGroup var lab: LabOptions

    func validate() throws {
        let given = [loss != nil, stop != nil, restart].filter { $0 }.count
        guard given <= 1 else {
            throw ValidationError("give one of --loss, --stop and --restart")
        }
        if let loss, !(1...100).contains(loss) {
            throw ValidationError("--loss: expected a number from 1 to 100, found \(loss)")
        }
    }

    func run() throws {
        let fault: Fault =
            if let loss {
                .loss(percent: loss)
            } else if let stop {
                .stop(program: stop)
            } else {
                restart ? .restart : .cut
            }
        try reportingErrors {
            print(try NetLab.apply(fault, to: node, lab: name, options: lab.options()))
        }
    }
}
