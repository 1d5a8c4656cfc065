import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting

/// What others do to a node while a plugin runs.
enum Disaster: CaseIterable, Sendable {
    case namespaceRemoved
    case bridgeDeleted
    case bridgeDown
    case tablesFlushed
    case stateRemoved
    case podLinkDeleted
    case deletedMeanwhile
    case collectedMeanwhile

    /// What happens, as a fault of a call for the pod `a`.
    func fault(beforeCall number: Int, in bed: FaultBed) throws -> Fault {
        let wire = bed.wire
        let configurations = try bed.network.plugins.indices.map {
            try bed.network.configuration(of: $0, state: wire.state)
        }
        return .meanwhile(beforeCall: number) {
            switch self {
            case .namespaceRemoved: try? wire.removePod("a")
            case .bridgeDeleted:
                _ = try wire.run("/usr/sbin/ip", ["link", "del", "cni0"], in: wire.host)
            case .bridgeDown:
                _ = try wire.run("/usr/sbin/ip", ["link", "set", "cni0", "down"], in: wire.host)
            case .tablesFlushed:
                _ = try wire.run("/usr/sbin/nft", ["flush", "ruleset"], in: wire.host)
            case .stateRemoved: try? Files.removeTree(wire.state)
            case .podLinkDeleted:
                guard let pod = try? wire.namespace("a") else { return }
                _ = try wire.run("/usr/sbin/ip", ["link", "del", "eth0"], in: pod)
            case .deletedMeanwhile, .collectedMeanwhile:
                let command: CNICommand = self == .deletedMeanwhile ? .delete : .garbageCollect
                try Disaster.race(command, configurations, in: wire)
            }
        }
    }

    /// Another call for the same pod; it may have to wait for the lock that the first one holds, so
    /// it is not waited for longer than a while.
    private static func race(
        _ command: CNICommand, _ configurations: [JSON], in wire: Wire
    ) throws {
        let isDone = Flag()
        let thread = try SystemThread.spawn(name: "race") {
            for var configuration in configurations.reversed() {
                if command == .garbageCollect {
                    configuration["cni.dev/valid-attachments"] = []
                }
                _ = try? wire.call(.ours, command, configuration, pod: "a")
            }
            isDone.set()
        }
        isDone.wait(atMost: .milliseconds(60))
        Racers.shared.add(thread)
    }
}
