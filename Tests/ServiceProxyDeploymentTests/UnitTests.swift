import Foundation
import LinuxSystem
import Testing

/// The unit of docs/deploy.
@Suite struct UnitTests {
    @Test func `the unit's two capabilities are enough`() throws {
        let namespace = try NetworkNamespace.create()
        let folder = try Files.createTemporaryDirectory("svcproxy-unit")
        defer { try? Files.removeTree(folder) }
        let unit = try Files.readText(
            Cluster.root.appending(path: "docs/deploy/svcproxy.service").path)
        #expect(unit.contains("\nCapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW\n"))
        try Files.writeAtomically(folder + "/web.yaml", Array(DaemonSetTests.service.utf8))
        for (more, subject) in [(["--init-only"], "init"), (["--once"], "once")] {
            let errors = try Descriptor(opening: "\(folder)/\(subject)", [.writeOnly, .create])
            var program = ChildProcess.Program(
                "/usr/bin/setpriv",
                [
                    "--bounding-set", "-all,+net_admin,+net_raw", "--no-new-privs",
                    Cluster.program("svcproxy"), "sync", "--from", folder + "/web.yaml", "--node",
                    "here", "--conntrack-udp-timeout", "17s", "--conntrack-max-per-core", "0",
                ] + more)
            program.networkNamespace = namespace.descriptor
            program.input = .null
            program.output = .null
            program.error = .descriptor(errors.rawValue)
            program.parentDeathSignal = .kill
            let ending = try ChildProcess.spawn(program).wait(timeout: .seconds(60))
            let said = try Files.readText("\(folder)/\(subject)")
            #expect(ending?.shellStatus == 0 && !said.contains("permitted"), "\(said)")
        }
        let timeout = try namespace.run {
            try Sysctl.read("net/netfilter/nf_conntrack_udp_timeout")
        }
        #expect(timeout == "17")
    }
}
