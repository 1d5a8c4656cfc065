import NetworkAddress

/// Reads settings, a file's or flags', by the names of the file's fields, over what there is.
struct SettingsReader {
    /// A setting by its field; nil when nobody wrote it.
    var setting: (String) -> Setting?

    func read(into configuration: inout ProxyConfiguration) throws(ConfigurationError) {
        try readMode()
        try readNode(&configuration)
        try readLocality(&configuration)
        try readNftables(&configuration)
        try readAddresses(&configuration)
        try readConntrack(&configuration.conntrack)
    }

    private func readMode() throws(ConfigurationError) {
        guard let setting = setting("mode") else { return }
        let mode = try setting.text()
        guard ["", "nftables"].contains(mode) else {
            throw setting.failure("expected \"nftables\", found \"\(mode)\"")
        }
    }

    private func readNode(
        _ configuration: inout ProxyConfiguration
    ) throws(ConfigurationError) {
        if let setting = setting("hostnameOverride") {
            let name = try setting.text()
            let trimmed = name.lowercased().trimmingSpaces
            guard name.isEmpty || !trimmed.isEmpty else {
                throw setting.failure("expected a node's name, found spaces")
            }
            configuration.nodeName = trimmed
        }
        if let path = try setting("clientConnection.kubeconfig")?.text(), !path.isEmpty {
            configuration.kubeconfig = path
        }
        if let setting = setting("nodePortAddresses") {
            do throws(ConfigurationError) {
                configuration.nodePortAddresses = try NodePortAddresses(try setting.list())
            } catch {
                throw setting.failure(error.reason)
            }
        }
        if let setting = setting("oomScoreAdj") {
            configuration.oomScoreAdjustment = try setting.int(-1000...1000, "-1000 to 1000")
        }
        if let setting = setting("logging.verbosity") {
            configuration.verbosity = try setting.int(0...Int(Int32.max), "a number from 0")
        }
    }

    private func readLocality(
        _ configuration: inout ProxyConfiguration
    ) throws(ConfigurationError) {
        let mode = try setting("detectLocalMode")?.text() ?? ""
        switch mode {
        case "", "ClusterCIDR":
            guard let setting = setting("clusterCIDR") else { return }
            configuration.localDetection = .clusterCIDR(try prefixes(setting))
        case "NodeCIDR": configuration.localDetection = .nodeCIDR
        case "BridgeInterface":
            configuration.localDetection = .bridge(
                try interface("detectLocal.bridgeInterface", "the bridge that pods are on"))
        case "InterfaceNamePrefix":
            configuration.localDetection = .interfacePrefix(
                try interface("detectLocal.interfaceNamePrefix", "how pods' interfaces begin"))
        default:
            let modes = LocalDetection.modes.map { "\"\($0)\"" }.joined(separator: ", ")
            throw setting("detectLocalMode")?.failure("expected one of \(modes), found \"\(mode)\"")
                ?? ConfigurationError(field: "detectLocalMode", reason: "expected one of \(modes)")
        }
        // Said even where another mode leaves it without a use: it would be wrong all the same.
        if let setting = setting("clusterCIDR") { _ = try prefixes(setting) }
    }

    /// One prefix, or one of each family.
    private func prefixes(_ setting: Setting) throws(ConfigurationError) -> [IPPrefix] {
        var found: [IPPrefix] = []
        for word in try setting.text().split(separator: ",") {
            guard let prefix = IPPrefix(String(word)) else {
                throw setting.failure(
                    "expected prefixes such as 10.244.0.0/16, found \"\(word)\"")
            }
            found.append(prefix)
        }
        guard Set(found.map(\.family)).count == found.count else {
            throw setting.failure("expected one prefix, or one of each family with a comma between")
        }
        return found
    }

    private func interface(
        _ field: String, _ what: String
    ) throws(ConfigurationError) -> String {
        let mode = setting("detectLocalMode")
        let setting = setting(field)
        let name = try setting?.text() ?? ""
        // C: IFNAMSIZ
        guard (1...15).contains(name.utf8.count), !name.contains("/"), !name.contains(" ") else {
            let error = (setting ?? mode)?.failure("") ?? ConfigurationError(reason: "")
            throw ConfigurationError(
                file: error.file, line: error.line,
                field: setting.map(\.place.field) ?? field,
                reason: "expected \(what), a name of 1 to 15 bytes, found \"\(name)\"")
        }
        return name
    }

    private func readNftables(
        _ configuration: inout ProxyConfiguration
    ) throws(ConfigurationError) {
        if let isSet = try setting("nftables.masqueradeAll")?.bool() {
            configuration.masqueradesAll = isSet
        }
        if let bit = try setting("nftables.masqueradeBit")?.int(0...31, "a bit from 0 to 31") {
            configuration.masqueradeBit = bit
        }
        if let period = try period("nftables.syncPeriod"), period > .zero {
            configuration.syncPeriod = period
        }
        // Zero is how files say that nobody chose one.
        if let period = try period("nftables.minSyncPeriod"), period > .zero {
            configuration.minSyncPeriod = period
        }
        if let least = configuration.minSyncPeriod, least > configuration.syncPeriod {
            throw setting("nftables.minSyncPeriod")?.failure(
                "expected at most the syncPeriod of \(GoDuration.text(configuration.syncPeriod))")
                ?? ConfigurationError(reason: "minSyncPeriod exceeds syncPeriod")
        }
    }

    private func period(_ field: String) throws(ConfigurationError) -> Duration? {
        guard let setting = setting(field), try setting.text() != "" else { return nil }
        return try setting.duration()
    }

    private func readAddresses(
        _ configuration: inout ProxyConfiguration
    ) throws(ConfigurationError) {
        var family = AddressFamily.ipv4
        if let setting = setting("bindAddress"), try setting.text() != "" {
            let text = try setting.text()
            guard let address = IPAddress(text) else {
                throw setting.failure("expected an address, found \"\(text)\"")
            }
            family = address.family
            configuration.ownAddress = address.isUnspecified ? nil : address
        }
        if family == .ipv6 {
            configuration.healthAddress = SocketEndpoint(
                .any(.ipv6), ProxyConfiguration.healthPort)
            configuration.metricsAddress = SocketEndpoint(
                .loopback(.ipv6), ProxyConfiguration.metricsPort)
        }
        try serve("healthzBindAddress", &configuration.healthAddress, ProxyConfiguration.healthPort)
        try serve(
            "metricsBindAddress", &configuration.metricsAddress, ProxyConfiguration.metricsPort)
        if let fails = try setting("bindAddressHardFail")?.bool() {
            configuration.failsWhenUnbound = fails
        }
    }

    /// Where to serve. An empty flag means nowhere, an empty field the default, as for kube-proxy.
    private func serve(
        _ field: String, _ endpoint: inout SocketEndpoint?, _ port: Port
    ) throws(ConfigurationError) {
        guard let setting = setting(field) else { return }
        let text = try setting.text()
        if text.isEmpty {
            if case .flag = setting.value { endpoint = nil }
            return
        }
        guard let found = SocketEndpoint(serving: text, defaultPort: port) else {
            throw setting.failure(
                "expected an address and a port such as 0.0.0.0:\(port), found \"\(text)\"")
        }
        endpoint = found
    }

    private func readConntrack(
        _ conntrack: inout ConntrackSettings
    ) throws(ConfigurationError) {
        let naturals = 0...Int(Int32.max)
        if let count = try setting("conntrack.maxPerCore")?.int(naturals, "a number from 0") {
            conntrack.maxPerCore = count
        }
        if let count = try setting("conntrack.min")?.int(naturals, "a number from 0") {
            conntrack.min = count
        }
        if let isSet = try setting("conntrack.tcpBeLiberal")?.bool() {
            conntrack.tcpBeLiberal = isSet
        }
        if let time = try period("conntrack.tcpEstablishedTimeout") {
            conntrack.tcpEstablished = .init(asked: time)
        }
        if let time = try period("conntrack.tcpCloseWaitTimeout") {
            conntrack.tcpCloseWait = .init(asked: time)
        }
        if let time = try period("conntrack.udpTimeout") { conntrack.udp = .init(asked: time) }
        if let time = try period("conntrack.udpStreamTimeout") {
            conntrack.udpStream = .init(asked: time)
        }
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
