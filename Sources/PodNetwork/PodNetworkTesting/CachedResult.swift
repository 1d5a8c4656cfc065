import CNIProtocol
import JSON
import LinuxSystem

/// What libcni keeps of an ADD until the DEL: the list, who asked for what, and the result.
struct CachedResult {
    var list: JSON
    var request: ConflistRun.Request
    var result: JSON

    var network: String { list["name"]?.string ?? "" }
    var attachment: Attachment {
        Attachment(containerID: request.pod, interfaceName: request.interface)
    }

    init(list: JSON, request: ConflistRun.Request, result: JSON) {
        self.list = list
        self.request = request
        self.result = result
    }

    /// Reads a file of the cache.
    init(_ path: String) throws {
        let file = try JSON(parsing: try Files.read(path))
        list = file["config"] ?? .null
        result = file["result"] ?? .null
        request = ConflistRun.Request(
            file["containerId"]?.string ?? "", interface: file["ifName"]?.string ?? "",
            capabilities: file["capabilityArgs"] ?? .null,
            arguments: file["cniArgs"]?.string ?? "")
    }

    /// Everything in a cache.
    static func all(in folder: String) throws -> [CachedResult] {
        guard Files.exists(folder) else { return [] }
        return try Files.list(folder).sorted().map { try CachedResult("\(folder)/\($0)") }
    }

    /// Writes the file.
    func write(_ path: String) throws {
        try Files.createDirectories(Files.directory(of: path))
        let file: JSON = [
            "kind": "cniCacheV1", "containerId": .string(request.pod), "config": list,
            "ifName": .string(request.interface), "networkName": .string(network),
            "cniArgs": .string(request.arguments),
            "capabilityArgs": .object(request.capabilities), "result": result,
        ]
        try Files.writeAtomically(path, file.serialized())
    }
}
