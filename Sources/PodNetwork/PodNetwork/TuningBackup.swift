import CNIProtocol
import JSON
import LinuxSystem
import NetworkAddress
import RouteNetlink

/// What an interface was before `tuning` changed it, kept on disk until DEL.
///
/// The file is the reference plugin's: `<dataDir>/<container>_<interface>.json`. Ours names the
/// network as well, so that GC knows whose it is; the reference plugin reads past that.
struct TuningBackup: Hashable {
    var mac: MACAddress?
    var isPromiscuous: Bool?
    var mtu: Int?
    var takesAllMulticast: Bool?
    var transmitQueueLength: Int?

    /// What of a link the options are going to change.
    init(_ link: Link, queueLength: Int?, before options: TuningConfiguration) {
        if options.mac != nil { mac = link.mac }
        if options.isPromiscuous { isPromiscuous = link.flags.contains(.promiscuous) }
        if options.mtu != nil { mtu = link.mtu }
        if options.takesAllMulticast != nil {
            takesAllMulticast = link.flags.contains(.allMulticast)
        }
        if options.transmitQueueLength != nil { transmitQueueLength = queueLength }
    }

    /// Reads a file's value; what makes no sense is passed over.
    init(_ value: JSONValue) {
        mac = value["mac"]?.string.flatMap { MACAddress($0) }
        isPromiscuous = value["promisc"]?.bool
        mtu = value["mtu"]?.int.flatMap { (1...65535).contains($0) ? $0 : nil }
        takesAllMulticast = value["allmulti"]?.bool
        transmitQueueLength = value["txQLen"]?.int.flatMap { $0 < 0 ? nil : $0 }
    }

    /// The file's value.
    func json(network: String) -> JSON {
        var object = JSONObject()
        object.add("mac", ifPresent: mac.map { .string($0.description) })
        object.add("promisc", ifPresent: isPromiscuous.map { .bool($0) })
        object.add("mtu", ifPresent: mtu.map { .int($0) })
        object.add("allmulti", ifPresent: takesAllMulticast.map { .bool($0) })
        object.add("txQLen", ifPresent: transmitQueueLength.map { .int($0) })
        object.add("network", .string(network))
        return .object(object)
    }

    /// The change that brings it back.
    var change: LinkChange {
        var change = LinkChange(mtu: mtu, mac: mac)
        change.isPromiscuous = isPromiscuous
        change.takesAllMulticast = takesAllMulticast
        change.transmitQueueLength = transmitQueueLength.map { UInt32(clamping: $0) }
        return change
    }
}

/// The folder of the backups.
struct TuningFolder {
    let path: String

    /// The folder that the configuration names.
    init(_ configuration: NetworkConfiguration) throws(CNIError) {
        let field = configuration.root["dataDir"]
        path = try field.string().flatMap { $0.isEmpty ? nil : $0 } ?? "/run/cni/tuning"
        guard path.hasPrefix("/") else { throw field.invalid("an absolute path") }
    }

    private func file(_ attachment: Attachment) -> String {
        "\(path)/\(attachment.containerID)_\(attachment.interfaceName).json"
    }

    func write(
        _ backup: TuningBackup, of attachment: Attachment, network: String
    ) throws(CNIError) {
        try CNIError.wrapping("keep what \(attachment.interfaceName) was") {
            try Files.createDirectories(path, mode: 0o700)
            // One of an earlier ADD says nothing of this interface.
            try remove(attachment)
            // GC cannot tell whose half a file is.
            try Files.createWhole(
                file(attachment), backup.json(network: network).serialized(pretty: true),
                mode: 0o600)
        }
    }

    /// The backup of an attachment; nil when there is none, or none that can be read: the
    /// interface goes with its namespace.
    func read(_ attachment: Attachment) -> TuningBackup? {
        guard let bytes = try? Files.read(file(attachment)),
            let document = try? JSONDocument(parsing: bytes)
        else { return nil }
        return TuningBackup(document.root)
    }

    func remove(_ attachment: Attachment) throws(CNIError) {
        try CNIError.wrapping("forget what \(attachment.interfaceName) was") {
            do {
                try Files.remove(file(attachment))
            } catch let error as SystemError
                where error.errno == .enoent || error.errno == .enotdir
            {}
        }
    }

    /// Removes the backups of a network's attachments that are none of these.
    /// - Returns: what failed.
    func collect(network: String, keeping valid: Set<Attachment>) -> [String] {
        let kept = Set(valid.map { file($0) })
        var problems: [String] = []
        for name in (try? Files.list(path)) ?? [] where name.hasSuffix(".json") {
            let file = "\(path)/\(name)"
            guard !kept.contains(file), let bytes = try? Files.read(file),
                let document = try? JSONDocument(parsing: bytes),
                document.root["network"]?.string == network
            else { continue }
            do { try Files.remove(file) } catch { problems.append("\(error)") }
        }
        return problems
    }
}
