import JSON

/// An interface of a result.
public struct ResultInterface: Hashable, Sendable {
    /// The interface's name.
    public var name: String
    /// Its hardware address, as printed.
    public var mac: String?
    /// Its MTU in bytes; written from version 1.1.0 on.
    public var mtu: Int?
    /// The path of the namespace it is in; nil on the node.
    public var sandbox: String?
    /// The path of a vhost-user socket.
    public var socketPath: String?
    /// The PCI address of the device behind it.
    public var pciID: String?

    /// An interface.
    public init(name: String, mac: String? = nil, mtu: Int? = nil, sandbox: String? = nil) {
        self.name = name
        self.mac = mac
        self.mtu = mtu
        self.sandbox = sandbox
    }

    /// Decodes an element of `interfaces`.
    public init(_ field: ConfigurationField) throws(CNIError) {
        name = try field["name"].required(\.string, "the interface's name")
        mac = try field["mac"].string()
        mtu = try field["mtu"].integer(in: 0...Int(UInt32.max))
        sandbox = try field["sandbox"].string().flatMap { $0.isEmpty ? nil : $0 }
        socketPath = try field["socketPath"].string()
        pciID = try field["pciID"].string()
    }

    func json(_ version: SpecificationVersion) -> JSON {
        var object = JSONObject()
        object.add("name", .string(name))
        object.add("mac", ifPresent: mac.map(JSON.string))
        if version >= .v1_1_0, let mtu, mtu != 0 { object.add("mtu", .int(mtu)) }
        object.add("sandbox", ifPresent: sandbox.map(JSON.string))
        if version >= .v1_1_0 {
            object.add("socketPath", ifPresent: socketPath.map(JSON.string))
            object.add("pciID", ifPresent: pciID.map(JSON.string))
        }
        return .object(object)
    }
}
