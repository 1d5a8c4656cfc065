import CNIProtocol
import JSON
import LinuxSystem

extension ConflistRun {
    /// ADD by every plugin in order.
    /// - Returns: the last one's result.
    /// - Throws: `ConflistFailure` of the first that failed; a runtime then calls `delete`.
    @discardableResult
    public func add(_ request: Request) throws -> JSON {
        var result: JSON?
        for plugin in plugins {
            let answer = try call(.add, plugin, request, after: result)
            result = answer.json
        }
        let last = result ?? .null
        try CachedResult(list: list, request: request, result: last).write(cachePath(request))
        return last
    }

    /// DEL by every plugin, the last one first, each with what ADD gave at last.
    /// - Throws: `ConflistFailure` of the first that failed; the cache then stays.
    public func delete(_ request: Request) throws {
        let cached = version >= .v0_4_0 ? try cachedResult(request) : nil
        for plugin in plugins.reversed() {
            _ = try call(.delete, plugin, request, after: cached)
        }
        let path = cachePath(request)
        if Files.exists(path) { try Files.remove(path) }
    }

    /// CHECK by every plugin in order, each with what ADD gave at last.
    public func check(_ request: Request) throws {
        try require(.check)
        guard list["disableCheck"]?.bool != true else { return }
        let cached = try cachedResult(request)
        for plugin in plugins { _ = try call(.check, plugin, request, after: cached) }
    }

    /// GC: DEL for cached attachments that are not valid any more, then GC by every plugin.
    /// - Throws: the first failure, once everything was tried.
    public func collect(keeping valid: [Attachment]) throws {
        try require(.garbageCollect)
        guard list["disableGC"]?.bool != true else { return }
        var failure: ConflistFailure?
        func attempt(_ body: () throws -> Void) throws {
            do { try body() } catch let error as ConflistFailure { failure = failure ?? error }
        }
        for cached in try CachedResult.all(in: cacheFolder)
        where cached.network == name && !valid.contains(cached.attachment) {
            var former = self
            former.list = cached.list
            try attempt { try former.delete(cached.request) }
        }
        let attachments = JSON.array(
            valid.map {
                ["containerID": .string($0.containerID), "ifname": .string($0.interfaceName)]
            })
        for plugin in plugins {
            var plugin = plugin
            plugin["cni.dev/valid-attachments"] = attachments
            plugin["cni.dev/attachments"] = attachments
            try attempt { _ = try call(.garbageCollect, plugin, nil, after: nil) }
        }
        if let failure { throw failure }
    }

    /// STATUS by every plugin in order.
    public func requireReadiness() throws {
        try require(.status)
        for plugin in plugins { _ = try call(.status, plugin, nil, after: nil) }
    }

    /// VERSION by every plugin: whether each one speaks the list's version.
    /// - Returns: the types that don't.
    public func validate() throws -> [String] {
        try plugins.filter { plugin in
            let spoken = try call(.version, plugin, nil, after: nil).json["supportedVersions"]
            return spoken?.array?.contains(.string(version.rawValue)) != true
        }.map { $0["type"]?.string ?? "" }
    }

    private func require(_ command: CNICommand) throws {
        guard version >= command.since else { throw ConflistTooOld(command: command) }
    }

    /// What a plugin reads on its standard input.
    func configuration(of plugin: JSON, for request: Request?, after previous: JSON?) -> JSON {
        var configuration = plugin
        configuration["name"] = .string(name)
        configuration["cniVersion"] = .string(version.rawValue)
        if let previous { configuration["prevResult"] = previous }
        var wanted = JSONObject()
        for member in plugin["capabilities"]?.object?.members ?? [] where member.value == true {
            wanted.add(member.key, ifPresent: request?.capabilities[member.key])
        }
        if !wanted.isEmpty { configuration["runtimeConfig"] = .object(wanted) }
        // Nothing of a test goes into the machine's own folders.
        if configuration["ipam"]?["type"] != nil {
            configuration["ipam"]?["dataDir"] = .string(wire.state)
        }
        if configuration["type"] == "tuning" || configuration["type"] == "martlet" {
            configuration["dataDir"] = .string(wire.folder + "/tuning")
        }
        return configuration
    }

    private func call(
        _ command: CNICommand, _ plugin: JSON, _ request: Request?, after previous: JSON?
    ) throws -> Answer {
        let type = plugin["type"]?.string ?? ""
        var environment = [
            "CNI_COMMAND=\(command.rawValue)", "CNI_PATH=\(Implementation.referenceFolder)",
            "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        ]
        if let request {
            environment += [
                "CNI_CONTAINERID=\(request.pod)",
                "CNI_NETNS=\(request.namespace ?? wire.path(request.pod))",
                "CNI_IFNAME=\(request.interface)", "CNI_ARGS=\(request.arguments)",
            ]
        }
        let answer = try wire.run(
            try executable(type), [], in: wire.host, calledAs: type,
            environment: environment,
            input: configuration(of: plugin, for: request, after: previous).serialized())
        guard answer.status == 0 else {
            throw ConflistFailure(plugin: type, command: command, answer: answer)
        }
        return answer
    }

    private var cacheFolder: String { wire.folder + "/results" }

    private func cachePath(_ request: Request) -> String {
        "\(cacheFolder)/\(name)-\(request.pod)-\(request.interface)"
    }

    /// What ADD left; nil when there is nothing.
    private func cachedResult(_ request: Request) throws -> JSON? {
        let path = cachePath(request)
        return Files.exists(path) ? try CachedResult(path).result : nil
    }

    /// Forgets what ADD left, as a runtime's folder that was lost does.
    public func forget(_ request: Request) throws { try Files.remove(cachePath(request)) }
}
