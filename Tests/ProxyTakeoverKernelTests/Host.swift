import LinuxSystem
import Nftables
import Testing

/// A network namespace with what a node's tools put into it.
final class Host: Sendable {
    let namespace: NetworkNamespace
    let nftables: NftablesSocket
    private let folder: String

    init() throws {
        namespace = try NetworkNamespace.create()
        nftables = try NftablesSocket(in: namespace)
        folder = try Files.createTemporaryDirectory("takeover-test")
    }

    deinit { try? Files.removeTree(folder) }

    /// Runs a program inside to its end; what it printed.
    @discardableResult
    func run(_ executable: String, _ arguments: String..., input: String = "") throws -> String {
        try Files.writeAtomically(folder + "/in", Array(input.utf8))
        let standardInput = try Descriptor(opening: folder + "/in", [.readOnly])
        let output = try Descriptor(opening: folder + "/out", [.writeOnly, .create, .truncate])
        var program = ChildProcess.Program(executable, arguments)
        program.networkNamespace = namespace.descriptor
        program.input = .descriptor(standardInput.rawValue)
        program.output = .descriptor(output.rawValue)
        program.error = .descriptor(output.rawValue)
        program.parentDeathSignal = .kill
        let ending = try ChildProcess.spawn(program).wait(timeout: .seconds(60))
        let text = try Files.readText(folder + "/out")
        try #require(ending?.shellStatus == 0, "\(executable) \(arguments): \(text)")
        return text
    }

    /// What kube-proxy's iptables mode writes for one Service, and what others have beside it.
    func runIPTablesMode() throws {
        try runOthers()
        try run("/usr/sbin/iptables-nft-restore", "--noflush", input: Host.mode)
        try run("/usr/sbin/ip6tables-nft-restore", "--noflush", input: Host.mode)
    }

    /// Only what others have.
    func runOthers() throws {
        try run("/usr/sbin/iptables-nft-restore", input: Host.before)
        try run("/usr/sbin/ip6tables-nft-restore", input: Host.before)
    }

    /// The rules of both families, without their counters.
    func rules() throws -> [String] {
        let text =
            try run("/usr/sbin/iptables-nft-save") + run("/usr/sbin/ip6tables-nft-save")
        return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    private static let before = """
        *mangle
        :KUBE-IPTABLES-HINT - [0:0]
        :KUBE-KUBELET-CANARY - [0:0]
        COMMIT
        *filter
        :KUBE-FIREWALL - [0:0]
        :KUBE-NWPLCY-DEFAULT - [0:0]
        -A INPUT -j KUBE-FIREWALL
        -A OUTPUT -j KUBE-FIREWALL
        -A KUBE-FIREWALL -m mark --mark 0x8000/0x8000 -j DROP
        -A FORWARD -j KUBE-NWPLCY-DEFAULT
        COMMIT
        *nat
        :CNI-HOSTPORT-DNAT - [0:0]
        -A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
        -A POSTROUTING -m comment --comment "the owner's own" -j MASQUERADE
        COMMIT

        """

    private static let mode = """
        *mangle
        :KUBE-PROXY-CANARY - [0:0]
        COMMIT
        *filter
        :KUBE-EXTERNAL-SERVICES - [0:0]
        :KUBE-FORWARD - [0:0]
        :KUBE-NODEPORTS - [0:0]
        :KUBE-PROXY-CANARY - [0:0]
        :KUBE-PROXY-FIREWALL - [0:0]
        :KUBE-SERVICES - [0:0]
        -I INPUT -m conntrack --ctstate NEW -j KUBE-PROXY-FIREWALL
        -I INPUT -m comment --comment "health check" -j KUBE-NODEPORTS
        -I INPUT -m conntrack --ctstate NEW -j KUBE-EXTERNAL-SERVICES
        -I FORWARD -m comment --comment "forwarding rules" -j KUBE-FORWARD
        -I FORWARD -m conntrack --ctstate NEW -j KUBE-SERVICES
        -I OUTPUT -m conntrack --ctstate NEW -j KUBE-SERVICES
        -A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
        -A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT
        COMMIT
        *nat
        :KUBE-MARK-MASQ - [0:0]
        :KUBE-NODEPORTS - [0:0]
        :KUBE-POSTROUTING - [0:0]
        :KUBE-PROXY-CANARY - [0:0]
        :KUBE-SEP-AAAAAAAAAAAAAAAA - [0:0]
        :KUBE-SERVICES - [0:0]
        :KUBE-SVC-BBBBBBBBBBBBBBBB - [0:0]
        -I PREROUTING -m comment --comment "service portals" -j KUBE-SERVICES
        -I OUTPUT -m comment --comment "service portals" -j KUBE-SERVICES
        -I POSTROUTING -m comment --comment "postrouting rules" -j KUBE-POSTROUTING
        -A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
        -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
        -A KUBE-POSTROUTING -j MASQUERADE --random-fully
        -A KUBE-SEP-AAAAAAAAAAAAAAAA -p tcp -j KUBE-MARK-MASQ
        -A KUBE-SERVICES -p tcp -m tcp --dport 80 -j KUBE-SVC-BBBBBBBBBBBBBBBB
        -A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
        -A KUBE-SVC-BBBBBBBBBBBBBBBB -j KUBE-SEP-AAAAAAAAAAAAAAAA
        COMMIT

        """
}
