import ClusterZone
import DNSMessage
import DNSServer
import LinuxSystem
import NetworkAddress
import Synchronization
import Testing

@Suite struct ReloadTests {
    final class Tally: Sendable {
        let asked = Atomic<Int>(0)
        let old = Atomic<Int>(0)
        let new = Atomic<Int>(0)
        let isDone = Atomic<Bool>(false)

        var hasSeenEnough: Bool {
            asked.load(ordering: .relaxed) >= 3000 && old.load(ordering: .relaxed) > 0
                && new.load(ordering: .relaxed) > 0
        }
    }

    @Test func `while the zones are replaced, every question gets one of the right answers`() throws
    {
        let rig = try Rig()
        let zone = ZoneConfiguration(zone: try #require(DNSName("cluster.local")))
        let indexes = ["10.96.0.1", "10.96.0.2"].map { Rig.state(zone, address: $0).index }
        let tally = Tally()
        let threads = try (0..<3).map { _ in
            let client = try rig.client()
            let query = try Rig.query("web.prod.svc.cluster.local")
            return try SystemThread.spawn(name: "asks") { Self.ask(client, query, tally) }
        }
        for round in 0..<2000 {
            rig.server.publication.publish(indexes[round % 2])
            if round % 100 == 0 { MonotonicClock.sleep(.milliseconds(5)) }
        }
        // Each state stays for a moment, so that both are seen however busy the machine is.
        let deadline = Deadline(after: .seconds(20))
        var round = 0
        while !deadline.isOver, !tally.hasSeenEnough {
            rig.server.publication.publish(indexes[round % 2])
            round += 1
            MonotonicClock.sleep(.milliseconds(1))
        }
        tally.isDone.store(true, ordering: .relaxed)
        threads.forEach { $0.join() }
        let old = tally.old.load(ordering: .relaxed)
        let new = tally.new.load(ordering: .relaxed)
        #expect(old + new == tally.asked.load(ordering: .relaxed))
        #expect(old > 0)
        #expect(new > 0)
        rig.server.publication.publish(indexes[1])
        #expect(
            try rig.ask("web.prod.svc.cluster.local").answers.map { "\($0.data)" } == ["10.96.0.2"])
    }

    private static func ask(_ client: DatagramSocket, _ query: [UInt8], _ tally: Tally) {
        while !tally.isDone.load(ordering: .relaxed) {
            tally.asked.add(1, ordering: .relaxed)
            guard (try? client.send(query)) != nil,
                let reply = try? client.receive(timeout: .seconds(10)),
                let message = try? DNSMessage(decoding: reply.bytes)
            else { continue }
            switch message.answers.first?.data {
            case .a(IPv4Address(10, 96, 0, 1)): tally.old.add(1, ordering: .relaxed)
            case .a(IPv4Address(10, 96, 0, 2)): tally.new.add(1, ordering: .relaxed)
            default: break
            }
        }
    }
}
