import LinuxSystem
import PodNetworkTesting
import Testing

/// Many operations at once, some of them killed anywhere.
///
/// `MARTLET_FAULTS=all`: 10,000 calls of plugins for each network; otherwise 160.
@Suite(.serialized) struct CrowdTests {
    @Test(arguments: FaultNetwork.all)
    func `runtimes that are killed at random never share an address, and nothing remains`(
        network: FaultNetwork
    ) throws {
        let bed = try FaultBed(network)
        let crowd = Crowd(bed.wire, network)
        let limit = Strikes.isComplete ? 10_000 : 160
        let threads = try (0..<4).map { number in
            try SystemThread.spawn(name: "runtime") {
                crowd.work(
                    number, pods: (0..<3).map { "p\(number)-\($0)" }, until: limit)
            }
        }
        for thread in threads { thread.join() }
        #expect(crowd.complaints.isEmpty, "\(crowd.complaints.prefix(5))")
        bed.mayBeLate = true
        try bed.expectClean("after \(crowd.operations) calls")
        print("\(network.name): \(crowd.operations) calls of plugins by four runtimes")
    }
}
