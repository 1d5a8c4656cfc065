import NetworkAddress

extension Topology {
    /// Reads a topology file.
    public init(reading path: String) throws {
        try self.init(LabFile(reading: path))
    }

    package init(_ file: LabFile) throws {
        let root = file.root
        try root.allow("name", "wire", "cluster", "nodes", "hosts", "manifests")
        let name = try root.required("name")
        guard let lab = LabName(try name.text()) else { throw name.error(LabName.rule) }
        self.name = lab
        self.file = file.path
        let wireField = try root.required("wire")
        try wireField.allow("subnets")
        let wire = try wireField.required("subnets").list().map { try $0.prefix() }
        self.wire = wire
        let cluster = root.member("cluster")
        try cluster?.allow(
            "domain", "serviceCIDRs", "apiServer", "dns", "proxy", "masquerade", "mtu")
        domain = try cluster?.member("domain")?.text() ?? "cluster.local"
        serviceCIDRs = try cluster?.member("serviceCIDRs")?.list().map { try $0.prefix() } ?? []
        hasProxy = try cluster?.member("proxy")?.flag() ?? true
        isMasquerading = try cluster?.member("masquerade")?.flag() ?? false
        mtu = try cluster?.member("mtu")?.integer(1280...9000)
        nodes = try root.required("nodes").list().map { try Machine(node: $0, on: wire) }
        hosts = try root.member("hosts")?.list().map { try Machine(host: $0, on: wire) } ?? []
        dns = nil
        apiServer = nil
        manifests = try root.member("manifests")?.texts().map(file.resolve) ?? []
        if let dns = cluster?.member("dns") { self.dns = try ClusterDNS(dns, in: self) }
        if let server = cluster?.member("apiServer") {
            apiServer = try APIServer(server, in: self)
        }
        try check(root)
    }

    /// What no field is wrong alone for: names and addresses used twice, ranges that overlap.
    private func check(_ root: Field) throws {
        let machines = try root.required("nodes").list() + (root.member("hosts")?.list() ?? [])
        if nodes.isEmpty { throw try root.required("nodes").error("a lab has at least one node") }
        var names: Set<String> = []
        var addresses: [IPAddress: String] = [:]
        var ranges = wire.map { ($0, "the wire") } + serviceCIDRs.map { ($0, "serviceCIDRs") }
        for (field, machine) in zip(machines, nodes + hosts) {
            guard names.insert(machine.name).inserted else {
                throw try field.required("name").error("\"\(machine.name)\" is used twice")
            }
            for address in machine.addresses {
                if let other = addresses.updateValue(machine.name, forKey: address) {
                    throw try field.required("addresses").error("\(address) is also \(other)'s")
                }
            }
            for prefix in machine.podCIDRs {
                if let (other, owner) = ranges.first(where: { $0.0.overlaps(prefix) }) {
                    throw try field.required("podCIDRs")
                        .error("\(prefix) overlaps \(other) of \(owner)")
                }
                ranges.append((prefix, machine.name))
            }
        }
    }
}

extension Topology.Machine {
    init(node field: Field, on wire: [IPPrefix]) throws {
        try field.allow("name", "addresses", "podCIDRs")
        try self.init(field, on: wire)
        podCIDRs = try field.required("podCIDRs").list().map { entry in
            let prefix = try entry.prefix()
            guard addresses.contains(where: { $0.family == prefix.family }) else {
                throw entry.error("the node has no address of this family on the wire")
            }
            return prefix
        }
    }

    init(host field: Field, on wire: [IPPrefix]) throws {
        try field.allow("name", "addresses")
        try self.init(field, on: wire)
    }

    private init(_ field: Field, on wire: [IPPrefix]) throws {
        name = try field.required("name").name()
        addresses = try field.required("addresses").list().map { entry in
            let address = try entry.address()
            guard wire.contains(where: { $0.contains(address) }) else {
                throw entry.error("\(address) is in no subnet of the wire")
            }
            return address
        }
        podCIDRs = []
    }
}

extension Topology.APIServer {
    init(_ field: Field, in topology: Topology) throws {
        try field.allow("host", "port")
        let name = try field.required("host")
        host = try name.text()
        let host = host
        guard let machine = topology.hosts.first(where: { $0.name == host }) else {
            throw name.error("there is no host \"\(host)\"")
        }
        guard let address = machine.addresses.first else {
            throw name.error("the host has no address on the wire")
        }
        self.address = address
        let number = try field.member("port")?.integer(1...65535) ?? 6443
        port = Port(rawValue: UInt16(number))
        guard !topology.serviceCIDRs.isEmpty else {
            throw field.error("an API server gives Services addresses: serviceCIDRs must be set")
        }
    }
}

extension Topology.ClusterDNS {
    init(_ field: Field, in topology: Topology) throws {
        try field.allow("node", "addresses")
        let name = try field.required("node")
        let node = try name.text()
        guard let machine = topology.nodes.first(where: { $0.name == node }) else {
            throw name.error("there is no node \"\(node)\"")
        }
        self.node = node
        let list = try field.required("addresses")
        var families: Set<AddressFamily> = []
        addresses = try list.list().map { entry in
            let address = try entry.address()
            guard machine.podCIDRs.contains(where: { $0.family == address.family }),
                families.insert(address.family).inserted
            else { throw entry.error("expected an address of each family of the node's pods") }
            guard topology.serviceCIDRs.contains(where: { $0.contains(address) }) else {
                throw entry.error("\(address) is in none of the serviceCIDRs")
            }
            return address
        }
        if addresses.isEmpty { throw list.error("expected an address") }
    }
}
