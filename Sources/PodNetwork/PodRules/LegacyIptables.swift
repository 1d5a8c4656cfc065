import LinuxSystem
import NetworkAddress
import Nftables

/// The same where rules are kept by the older half of iptables, which only its own program can
/// change. A program is started only there, and adds only what is missing.
struct LegacyIptables {
    let family: AddressFamily
    let adminChain: ChainName

    init(_ family: AddressFamily, _ adminChain: ChainName) {
        self.family = family
        self.adminChain = adminChain
    }

    /// Whether the older half has the table `filter` in this namespace.
    private var isInUse: Bool {
        let file = family == .ipv4 ? "ip_tables_names" : "ip6_tables_names"
        guard let names = try? Files.readText("/proc/thread-self/net/\(file)") else {
            return false
        }
        return names.split(separator: "\n").contains("filter")
    }

    private var program: String? {
        let name = family == .ipv4 ? "iptables" : "ip6tables"
        let places = ["/usr/sbin/", "/sbin/", "/usr/bin/"]
        return places.flatMap { [$0 + name + "-legacy", $0 + name] }.first(where: Files.exists)
    }

    /// Adds what is missing.
    func ensure() throws {
        guard isInUse, let program else { return }
        let mark = "0x" + String(IptablesAcceptance.mark, radix: 16)
        let own = "CNI-FORWARD"
        let admin = adminChain.rawValue
        for chain in [own, admin] { _ = try run(program, ["-N", chain]) }
        try ensure(program, own, ["-m", "mark", "--mark", "\(mark)/\(mark)", "-j", "ACCEPT"], "-A")
        try ensure(program, own, comment("CNI firewall plugin admin overrides", admin), "-I")
        try ensure(program, "FORWARD", comment("CNI firewall plugin rules", own), "-I")
    }

    private func comment(_ text: String, _ target: String) -> [String] {
        ["-m", "comment", "--comment", text, "-j", target]
    }

    private func ensure(
        _ program: String, _ chain: String, _ rule: [String], _ way: String
    ) throws {
        guard try run(program, ["-C", chain] + rule) != 0 else { return }
        guard try run(program, [way, chain] + rule) == 0 else {
            throw SystemError(
                operation: "\(program) \(way) \(chain)", subject: rule.joined(separator: " "),
                errno: .einval)
        }
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Int32 {
        var call = ChildProcess.Program(program, ["-w"] + arguments)
        call.output = .null
        call.error = .null
        return try ChildProcess.spawn(call).wait()?.shellStatus ?? -1
    }
}
