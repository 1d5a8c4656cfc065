import LinuxSystem
import PodNetworkTesting
import Testing

/// A node that changes while a plugin runs: its namespace, bridge, tables or state go away, or the
/// same container is deleted at the same time.
@Suite(.serialized) struct DisasterTests {
    /// Each disaster for a network, by turns; or for all.
    static let cases: [(FaultNetwork, Disaster)] = Disaster.allCases.enumerated().flatMap {
        (number, disaster) in
        let turn = FaultNetwork.all[number % FaultNetwork.all.count]
        return (Strikes.isComplete ? FaultNetwork.all : [turn]).map { ($0, disaster) }
    }

    @Test(arguments: cases)
    func `a disaster during ADD leaves nothing once DEL was called`(
        network: FaultNetwork, disaster: Disaster
    ) throws {
        let bed = try FaultBed(network, keepsLiving: false)
        try Strikes.forEach(of: network, recoveries: [.delete], every: 60) {
            plugin, number, _ in
            let addition = try bed.add(
                "a", try disaster.fault(beforeCall: number, in: bed), at: plugin)
            Racers.shared.join()
            let comment: Comment = "ADD, plugin \(plugin), \(disaster) at \(number)"
            #expect([0, 1].contains(addition.answer.status), comment)
            try bed.delete("a")
            try bed.expectNothingMore(comment)
            return addition.isStruck
        }
    }

    @Test(arguments: cases)
    func `a disaster during DEL leaves nothing once DEL was called again`(
        network: FaultNetwork, disaster: Disaster
    ) throws {
        let bed = try FaultBed(network, keepsLiving: false)
        try Strikes.forEach(of: network, recoveries: [.delete], every: 60) {
            plugin, number, _ in
            let addition = try bed.add("a")
            let comment: Comment = "DEL, plugin \(plugin), \(disaster) at \(number)"
            #expect(addition.answer.status == 0, "\(addition.answer.text)")
            let answer = try bed.call(
                .delete, plugin, "a", previous: addition.result,
                fault: try disaster.fault(beforeCall: number, in: bed))
            Racers.shared.join()
            #expect([0, 1].contains(answer.status), comment)
            try bed.delete("a")
            try bed.expectNothingMore(comment)
            return answer.isStruck
        }
    }
}
