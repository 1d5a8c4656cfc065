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
        let nodes = try root.required("nodes").list().map { try Machine($0, on: wire) }
        let hosts = try root.member("hosts")?.list().map { try Machine($0, on: wire) } ?? []
        self.nodes = nodes
        self.hosts = hosts
        manifests = try root.member("manifests")?.texts().map(file.resolve) ?? []
        let cluster = try root.required("cluster")
        try cluster.allow(
            "domain", "podCIDRs", "serviceCIDRs", "server", "dns", "proxy", "routes", "heartbeat",
            "nodeGrace")
        domain = try cluster.member("domain")?.text() ?? "cluster.local"
        podCIDRs = try cluster.required("podCIDRs").list().map { try $0.prefix() }
        let services = try cluster.required("serviceCIDRs").list().map { try $0.prefix() }
        serviceCIDRs = services
        server = try Server(cluster.required("server"), among: hosts)
        dns = try cluster.member("dns").map { try ClusterDNS($0, in: services) }
        hasProxy = try cluster.member("proxy")?.flag() ?? true
        routes = try Self.routes(cluster.member("routes"))
        heartbeat = try cluster.member("heartbeat")?.duration() ?? .seconds(10)
        nodeGrace = try cluster.member("nodeGrace")?.duration() ?? .seconds(50)
        try check(root)
        try checkRanges(cluster)
    }

    private static func routes(_ field: Field?) throws -> String {
        guard let field else { return "auto" }
        let known = ["auto", "direct", "vxlan"]
        guard let text = try? field.text(), known.contains(text) else {
            throw field.error("expected one of \(known.joined(separator: ", "))")
        }
        return text
    }

    /// Ranges that overlap send packets astray.
    private func checkRanges(_ cluster: Field) throws {
        var ranges = wire.map { ($0, "the wire") }
        for (key, prefixes) in [("serviceCIDRs", serviceCIDRs), ("podCIDRs", podCIDRs)] {
            if prefixes.isEmpty { throw try cluster.required(key).error("expected a prefix") }
            for (field, prefix) in zip(try cluster.required(key).list(), prefixes) {
                if let (other, owner) = ranges.first(where: { $0.0.overlaps(prefix) }) {
                    throw field.error("\(prefix) overlaps \(other) of \(owner)")
                }
                ranges.append((prefix, key))
            }
        }
    }

    /// What no field is wrong alone for: names and addresses used twice.
    private func check(_ root: Field) throws {
        let machines = try root.required("nodes").list() + (root.member("hosts")?.list() ?? [])
        if nodes.isEmpty { throw try root.required("nodes").error("a lab has at least one node") }
        var names: Set<String> = []
        var addresses: [IPAddress: String] = [:]
        for (field, machine) in zip(machines, nodes + hosts) {
            guard names.insert(machine.name).inserted else {
                throw try field.required("name").error("\"\(machine.name)\" is used twice")
            }
            for address in machine.addresses {
                if let other = addresses.updateValue(machine.name, forKey: address) {
                    throw try field.required("addresses").error("\(address) is also \(other)'s")
                }
            }
        }
    }
}

extension Topology.Machine {
    init(_ field: Field, on wire: [IPPrefix]) throws {
        try field.allow("name", "addresses")
        name = try field.required("name").name()
        addresses = try field.required("addresses").list().map { entry in
            let address = try entry.address()
            guard wire.contains(where: { $0.contains(address) }) else {
                throw entry.error("\(address) is in no subnet of the wire")
            }
            return address
        }
    }
}

extension Topology.Server {
    init(_ field: Field, among hosts: [Topology.Machine]) throws {
        try field.allow("host", "port")
        let name = try field.required("host")
        host = try name.text()
        let host = host
        guard let machine = hosts.first(where: { $0.name == host }) else {
            throw name.error("there is no host \"\(host)\"")
        }
        guard let address = machine.addresses.first else {
            throw name.error("the host has no address on the wire")
        }
        self.address = address
        let number = try field.member("port")?.integer(1...65535) ?? 6443
        port = Port(rawValue: UInt16(number))
    }
}

extension Topology.ClusterDNS {
    init(_ field: Field, in services: [IPPrefix]) throws {
        try field.allow("addresses", "replicas")
        replicas = try field.member("replicas")?.integer(1...100) ?? 2
        let list = try field.required("addresses")
        var families: Set<AddressFamily> = []
        addresses = try list.list().map { entry in
            let address = try entry.address()
            guard families.insert(address.family).inserted else {
                throw entry.error("expected one address a family")
            }
            guard services.contains(where: { $0.contains(address) }) else {
                throw entry.error("\(address) is in none of the serviceCIDRs")
            }
            return address
        }
        if addresses.isEmpty { throw list.error("expected an address") }
    }
}
