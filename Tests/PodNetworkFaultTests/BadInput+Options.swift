import JSON

extension BadInput {
    /// Every option of `bridge` with wrong types and ranges.
    static let bridgeOptions: [BadInput] = [
        PluginOption("bridge", .text),
        PluginOption("isGateway", .flag),
        PluginOption("isDefaultGateway", .flag),
        PluginOption("forceAddress", .flag),
        PluginOption("ipMasq", .flag),
        PluginOption("ipMasqBackend", .text),
        PluginOption("mtu", .integer(0...65535)),
        PluginOption("hairpinMode", .flag),
        PluginOption("promiscMode", .flag),
        PluginOption("vlan", .integer(0...4094)),
        PluginOption("vlanTrunk", .list),
        PluginOption("preserveDefaultVlan", .flag),
        PluginOption("enabledad", .flag),
        PluginOption("macspoofchk", .flag),
        PluginOption("disableContainerInterface", .flag),
        PluginOption("portIsolation", .flag),
        PluginOption("runtimeConfig", .object),
        PluginOption("runtimeConfig.mac", .hardwareAddress),
        PluginOption("args", .object),
        PluginOption("args.cni", .object),
        PluginOption("args.cni.mac", .hardwareAddress),
        PluginOption("dns", .object),
        PluginOption("dns.nameservers", .list),
        PluginOption("dns.search", .list),
        PluginOption("dns.options", .list),
        PluginOption("dns.domain", .text),
        PluginOption("ipam", .object),
        PluginOption("ipam.type", .text),
    ].flatMap(\.mistakes)

    /// Every option of `host-local`, and what runtimes add for it.
    static let hostLocalOptions: [BadInput] = [
        PluginOption("ipam.ranges", .list),
        PluginOption("ipam.ranges.0", .list),
        PluginOption("ipam.ranges.0.0.subnet", .subnet),
        PluginOption("ipam.ranges.0.0.rangeStart", .address),
        PluginOption("ipam.ranges.0.0.rangeEnd", .address),
        PluginOption("ipam.ranges.0.0.gateway", .address),
        PluginOption("ipam.subnet", .subnet),
        PluginOption("ipam.routes", .list),
        PluginOption("ipam.routes.0.dst", .subnet),
        PluginOption("ipam.resolvConf", .text),
        PluginOption("runtimeConfig.ips", .list),
        PluginOption("runtimeConfig.ipRanges", .list),
        PluginOption("runtimeConfig.ipRanges.0.0.subnet", .subnet),
        PluginOption("args.cni.ips", .list),
    ].flatMap(\.mistakes)

    /// Every option of `static`.
    static let staticOptions: [BadInput] = [
        PluginOption("ipam.addresses", .list),
        PluginOption("ipam.addresses.0.address", .subnet),
        PluginOption("ipam.addresses.0.gateway", .address),
        PluginOption("ipam.routes", .list),
        PluginOption("ipam.routes.0.dst", .subnet),
        PluginOption("ipam.dns", .object),
        PluginOption("ipam.dns.search", .list),
        PluginOption("runtimeConfig.ips", .list),
        PluginOption("args.cni.ips", .list),
    ].flatMap(\.mistakes)

    /// Every option of `bandwidth`.
    static let bandwidthOptions: [BadInput] =
        [
            PluginOption("ingressRate", .integer(8...Int.max - 1)),
            PluginOption("ingressBurst", .integer(8...34_359_738_367)),
            PluginOption("egressRate", .integer(8...Int.max - 1)),
            PluginOption("egressBurst", .integer(8...34_359_738_367)),
        ].flatMap(\.mistakes).filter { $0.value != .int(Int.max) } + [
            BadInput("ingressRate", nil, ["ingressRate", "ingressBurst"]),
            BadInput("ingressBurst", nil, ["ingressRate", "ingressBurst"]),
            BadInput("unshapedSubnets", ["10.0.0.0/8"], ["unshapedSubnets"], code: 2),
            BadInput("shapedSubnets", ["10.0.0.0/8"], ["shapedSubnets"], code: 2),
            BadInput("prevResult", nil, ["prevResult"]),
        ]

    /// Every option of `tuning`.
    static let tuningOptions: [BadInput] =
        [
            PluginOption("sysctl", .object),
            PluginOption("mac", .hardwareAddress),
            PluginOption("promisc", .flag),
            PluginOption("allmulti", .flag),
            PluginOption("mtu", .integer(0...65535)),
            PluginOption("txQLen", .integer(0...Int(UInt32.max))),
            PluginOption("dataDir", .text),
            PluginOption("args.cni.mtu", .integer(0...65535)),
            PluginOption("args.cni.sysctl", .object),
            PluginOption("runtimeConfig.mac", .hardwareAddress),
        ].flatMap(\.mistakes) + [
            BadInput("dataDir", "not/absolute", ["dataDir", "not/absolute"]),
            BadInput("sysctl", ["kernel.hostname": "x"], ["kernel.hostname", "net"]),
            BadInput("sysctl", ["net/../kernel/hostname": "x"], ["net"]),
            BadInput("sysctl", ["net.ipv4.ip_forward": 1], ["net.ipv4.ip_forward", "1"]),
            BadInput("prevResult", nil, ["prevResult"]),
        ]

    /// Every option of `portmap`.
    static let portmapOptions: [BadInput] =
        [
            PluginOption("snat", .flag),
            PluginOption("masqAll", .flag),
            PluginOption("markMasqBit", .integer(0...31)),
            PluginOption("externalSetMarkChain", .text),
            PluginOption("conditionsV4", .list),
            PluginOption("conditionsV6", .list),
            PluginOption("backend", .text),
            PluginOption("runtimeConfig.portMappings", .list),
            PluginOption("runtimeConfig.portMappings.0.hostPort", .integer(1...65535)),
            PluginOption("runtimeConfig.portMappings.0.containerPort", .integer(1...65535)),
            PluginOption("runtimeConfig.portMappings.0.protocol", .text),
            PluginOption("runtimeConfig.portMappings.0.hostIP", .address),
        ].flatMap(\.mistakes) + [
            BadInput("runtimeConfig.portMappings.0.protocol", "icmp", ["protocol", "icmp"]),
            BadInput("runtimeConfig.portMappings.0.hostPort", nil, ["hostPort"]),
            BadInput("runtimeConfig.portMappings.0.containerPort", nil, ["containerPort"]),
            BadInput("backend", "pf", ["backend", "pf"]),
            BadInput(
                "externalSetMarkChain", "KUBE-MARK-MASQ", also: ["markMasqBit": 5],
                ["externalSetMarkChain", "markMasqBit"]),
            BadInput("conditionsV4", ["--tos", "8"], ["conditionsV4", "--tos"], code: 2),
            BadInput("prevResult", nil, ["prevResult"]),
        ]

    /// Every option of `firewall`.
    static let firewallOptions: [BadInput] =
        [
            PluginOption("backend", .text),
            PluginOption("ingressPolicy", .text),
            PluginOption("iptablesAdminChainName", .text),
            PluginOption("firewalldZone", .text),
        ].flatMap(\.mistakes) + [
            BadInput("backend", "pf", ["backend", "pf"]),
            BadInput("backend", "firewalld", ["firewalld"], code: 2),
            BadInput("ingressPolicy", "shut", ["ingressPolicy", "shut", "isolated"]),
            BadInput(
                "iptablesAdminChainName", "A-NAME-OF-MORE-THAN-28-BYTES-",
                ["iptablesAdminChainName", "28"]),
            BadInput("prevResult", nil, ["prevResult"]),
        ]

    /// Every option of `ptp`.
    static let pointToPointOptions: [BadInput] =
        [
            PluginOption("ipMasq", .flag),
            PluginOption("ipMasqBackend", .text),
            PluginOption("mtu", .integer(0...65535)),
            PluginOption("dns", .object),
            PluginOption("dns.nameservers", .list),
            PluginOption("dns.search", .list),
            PluginOption("dns.options", .list),
            PluginOption("dns.domain", .text),
            PluginOption("runtimeConfig", .object),
            PluginOption("args", .object),
            PluginOption("args.cni", .object),
            PluginOption("ipam", .object),
            PluginOption("ipam.type", .text),
        ].flatMap(\.mistakes) + [
            BadInput("ipMasqBackend", "pf", ["ipMasqBackend", "pf"]),
            BadInput("ipam.type", nil, ["ipam.type", "an address plugin"]),
            BadInput("ipam.type", "", ["ipam.type", "an address plugin"]),
            BadInput("ipam.type", "nowhere", ["ipam.type", "nowhere"]),
        ]

    /// Every option of `martlet`: those of the plugins whose work it does, none of which may be
    /// lost among the others. It stands alone, and needs no result of others.
    static let martletOptions: [BadInput] =
        (bridgeOptions + bandwidthOptions + tuningOptions + portmapOptions + firewallOptions)
        // What the interface was need not be kept: it goes as a whole.
        .filter { !["prevResult", "dataDir"].map(JSONPath.init(dotted:)).contains($0.path) }

    /// The limits of a pod as runtimes tell them.
    static let requestedLimits: [BadInput] =
        [
            PluginOption("runtimeConfig.bandwidth", .object),
            PluginOption("runtimeConfig.bandwidth.ingressRate", .integer(8...Int.max - 1)),
            PluginOption("runtimeConfig.bandwidth.ingressBurst", .integer(8...34_359_738_367)),
            PluginOption("runtimeConfig.bandwidth.egressRate", .integer(8...Int.max - 1)),
            PluginOption("runtimeConfig.bandwidth.egressBurst", .integer(8...34_359_738_367)),
        ].flatMap(\.mistakes).filter { $0.value != .int(Int.max) } + [
            BadInput(
                "runtimeConfig.bandwidth.ingressRate", nil,
                ["runtimeConfig.bandwidth.ingressRate", "ingressBurst"]),
            BadInput(
                "runtimeConfig.bandwidth.egressBurst", nil,
                ["runtimeConfig.bandwidth.egressBurst", "egressRate"]),
        ]

    /// Combinations that cannot be.
    static let combinations: [BadInput] = [
        BadInput("hairpinMode", true, also: ["promiscMode": true], ["promiscMode", "hairpinMode"]),
        BadInput("bridge", "a-name-longer-than-15", ["bridge", "15"]),
        BadInput("bridge", "a/b", ["bridge", "a/b"]),
        BadInput("bridge", "lo", ["lo", "no bridge"]),
        BadInput("ipMasqBackend", "pf", ["ipMasqBackend", "pf"]),
        BadInput("ipam.ranges.0.0.subnet", "10.61.0.7/24", ["subnet", "10.61.0.7/24"]),
        BadInput("ipam.ranges.0.0.subnet", "10.61.0.0/31", ["subnet", "/30"]),
        BadInput("ipam.ranges.0.0.subnet", "10.61.0.0/32", ["subnet", "/30"]),
        BadInput("ipam.ranges.0.0.subnet", "fd00::/127", ["subnet", "/126"]),
        BadInput("ipam.ranges.0.0.rangeStart", "10.99.0.1", ["rangeStart", "10.61.0.0/24"]),
        BadInput("ipam.ranges.0.0.rangeEnd", "10.99.0.1", ["rangeEnd", "10.61.0.0/24"]),
        BadInput("ipam.ranges.0.0.gateway", "fd00::1", ["gateway", "10.61.0.0/24"]),
        BadInput(
            "ipam.ranges.0.0",
            ["subnet": "10.61.0.0/24", "rangeStart": "10.61.0.9", "rangeEnd": "10.61.0.5"],
            ["rangeEnd", "10.61.0.9"]),
        BadInput("ipam.ranges.0.1.subnet", "10.61.0.128/25", ["overlap", "10.61.0.129"]),
        BadInput("ipam.ranges.0.1.subnet", "fd00::/64", ["family"]),
        BadInput("ipam.ranges.1.0.subnet", "10.61.0.128/25", ["overlap"]),
        BadInput("ipam.ranges", [], ["ipam.ranges"]),
        BadInput("ipam.ranges.0", [], ["ipam.ranges[0]"]),
        BadInput("ipam.ranges.0.0.subnet", nil, ["ipam.ranges[0][0].subnet"]),
        BadInput("ipam.routes", [["dst": "10.0.0.0/8", "gw": "fd00::1"]], ["gw", "fd00::1"]),
        BadInput("ipam.routes", [["gw": "10.61.0.1"]], ["ipam.routes[0].dst"]),
        BadInput("ipam.resolvConf", "/nonexistent", ["/nonexistent"], code: 5),
        BadInput("runtimeConfig.ips", ["192.0.2.9"], ["192.0.2.9"]),
        BadInput("runtimeConfig.ips", ["10.61.0.1"], ["10.61.0.1", "gateway"]),
        BadInput("runtimeConfig.ips", ["10.61.0.2"], ["10.61.0.2", "living"], code: 103),
        BadInput("cniVersion", "0.2.0", also: twoSets, ["0.2.0"]),
        BadInput("cniVersion", "9.9.9", ["9.9.9"], code: 1),
        BadInput("cniVersion", 1, ["cniVersion"]),
        BadInput("name", nil, ["name"]),
        BadInput("name", "../x", ["name", "../x"]),
        BadInput("name", "", ["name"]),
        BadInput("name", ["x"], ["name"]),
        BadInput("prevResult", "x", ["prevResult"]),
        BadInput("prevResult", ["ips": [["address": "10.0.0.1"]]], ["prevResult.ips[0].address"]),
    ]

    private static let twoSets: JSON = [
        "ipam": [
            "type": "host-local",
            "ranges": [[["subnet": "10.61.0.0/24"]], [["subnet": "10.63.0.0/24"]]],
        ]
    ]

    init(
        _ path: String, _ value: JSON?, also: JSON = [:], _ words: [String], code: Int = 7
    ) {
        self.init(
            path: JSONPath(dotted: path), value: value, code: code, words: words, also: also)
    }
}
