import LinuxSystem
import PodNetworkTesting
import Testing

/// Plugins that are killed before each of their system calls by turns.
///
/// `MARTLET_FAULTS=all` takes every call with every way of recovery; otherwise every few calls, the
/// ways by turns.
@Suite(.serialized) struct KillTests {
    @Test(arguments: FaultNetwork.all)
    func `an ADD that is killed leaves nothing once it was cleaned up`(
        network: FaultNetwork
    ) throws {
        let bed = try FaultBed(network)
        try Strikes.forEach(of: network) { plugin, number, recovery in
            let addition = try bed.add("a", .killed(beforeCall: number), at: plugin)
            try recovery.run(
                in: bed, previous: addition.answer.status == 0 ? addition.result : nil,
                "ADD, plugin \(plugin), killed at \(number)")
            return addition.isStruck
        }
        print("\(network.name): \(bed.operations) calls of plugins around killed ADDs")
    }

    @Test func `GC alone cleans up behind a tuning that is killed`() throws {
        let bed = try FaultBed(FaultNetwork.chain)
        var strikes = 0
        // The first calls are those of any program's start.
        for number in 40... {
            let addition = try bed.add("a", .killed(beforeCall: number), at: 1)
            guard addition.isStruck else { break }
            try Recovery.collect.run(in: bed, previous: nil, "tuning, killed at \(number)")
            strikes += 1
        }
        #expect(strikes > 30)
    }

    @Test(arguments: FaultNetwork.all)
    func `a DEL that is killed is done by the next`(network: FaultNetwork) throws {
        let bed = try FaultBed(network)
        try Strikes.forEach(of: network) { plugin, number, recovery in
            let addition = try bed.add("a")
            #expect(addition.answer.status == 0, "\(addition.answer.text)")
            for later in network.plugins.indices.reversed() where later > plugin {
                _ = try bed.call(.delete, later, "a", previous: addition.result)
            }
            let answer = try bed.call(
                .delete, plugin, "a", previous: addition.result,
                fault: .killed(beforeCall: number))
            try recovery.run(
                in: bed, previous: addition.result,
                "DEL, plugin \(plugin), killed at \(number)")
            return answer.isStruck
        }
        print("\(network.name): \(bed.operations) calls of plugins around killed DELs")
    }
}
