import LinuxSystem
import NetworkAddress
import ServiceProxyTesting
import Testing

/// After any sequence of changes the tables are those of a fresh load, element by element.
@Suite struct ChangeSequenceTests {
    @Test func `a sequence of changes ends where a fresh load ends`() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        var generator = SeededGenerator(seed: seed)
        let bed = try PacketBed()
        var cluster = ClusterSketch.random(services: 20, using: &generator)
        var programmed = try ProgrammedCluster(in: bed.node, cluster)
        for step in 1...60 {
            var next = cluster.changed(using: &generator)
            // Now and then the settings change as well: an engine that begins with what is there.
            if step % 20 == 0 {
                let other = ClusterSketch.random(services: 1, using: &generator)
                next.locality = other.locality
                next.masqueradesAll = other.masqueradesAll
            }
            cluster = next
            try programmed.become(cluster)
            if step % 10 == 0 {
                try expectFresh(cluster, in: bed.node, "seed \(seed), step \(step)")
            }
        }
    }

    @Test func `a proxy that is killed at any time leaves nothing wrong behind`() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        var generator = SeededGenerator(seed: seed)
        let stage = try ProxyStage()
        var cluster = ClusterSketch.random(services: 40, using: &generator)
        cluster.locality = ClusterSketch.everyPod
        cluster.masqueradesAll = false
        cluster.nodePortPrefixes = nil
        for _ in 0..<25 {
            cluster = cluster.changed(using: &generator)
            try stage.write(cluster)
            let daemon = try stage.startProxy()
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                MonotonicClock.sleep(.milliseconds(Int.random(in: 0...12, using: &generator)))
                cluster = cluster.changed(using: &generator)
                try stage.write(cluster)
            }
            MonotonicClock.sleep(.milliseconds(Int.random(in: 0...40, using: &generator)))
            try daemon.kill()
        }
        let status = try stage.syncOnce()
        try #require(status == 0, "seed \(seed): \(stage.log)")
        try expectFresh(cluster, in: stage.namespace, "seed \(seed)")
    }

    private func expectFresh(
        _ cluster: ClusterSketch, in namespace: NetworkNamespace, _ subject: String
    ) throws {
        let other = try NetworkNamespace.create()
        _ = try ProgrammedCluster(in: other, cluster)
        for family in AddressFamily.allCases {
            let found = try CanonicalTable(family, in: namespace)
            let fresh = try CanonicalTable(family, in: other)
            #expect(found == fresh, "\(subject) \(family): \(found.difference(from: fresh))")
        }
    }
}
