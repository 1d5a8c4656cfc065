import JSON

extension ContainerLaunch {
    /// Decodes what `json` encodes; what is missing is as a new value has it.
    public init(_ json: JSON) {
        func strings(_ key: String) -> [String] {
            json[key]?.array?.compactMap(\.string) ?? []
        }
        func flag(_ key: String) -> Bool { json[key]?.bool ?? false }
        func text(_ key: String) -> String { json[key]?.string ?? "" }
        func number(_ key: String) -> UInt32? { json[key]?.int.flatMap { UInt32(exactly: $0) } }
        self.init(root: text("root"), command: strings("command"))
        hidden = strings("hidden")
        environment = strings("environment")
        directory = text("directory")
        hostname = text("hostname")
        network = text("network")
        mounts = json["mounts"]?.array?.map(Mount.init) ?? []
        hasInput = flag("input")
        closesInputAfterFirst = flag("inputOnce")
        hasTerminal = flag("terminal")
        logPath = text("log")
        exitPath = text("exit")
        user = number("user")
        group = number("group")
        groups = json["groups"]?.array?.compactMap { $0.int.flatMap(UInt32.init(exactly:)) } ?? []
        isPrivileged = flag("privileged")
        isRootReadOnly = flag("readOnlyRoot")
        seesMachineProcesses = flag("machineProcesses")
        gainsNoPrivileges = flag("noNewPrivileges")
        oomScoreAdjustment = json["oomScore"]?.int ?? 0
    }

    public var json: JSON {
        var object = JSONObject()
        object.add("root", .string(root))
        object.add("hidden", .strings(hidden))
        object.add("command", .strings(command))
        object.add("environment", .strings(environment))
        object.add("directory", .string(directory))
        object.add("hostname", .string(hostname))
        object.add("network", .string(network))
        object.add("mounts", .array(mounts.map(\.json)))
        object.add("input", .bool(hasInput))
        object.add("inputOnce", .bool(closesInputAfterFirst))
        object.add("terminal", .bool(hasTerminal))
        object.add("log", .string(logPath))
        object.add("exit", .string(exitPath))
        object.add("user", ifPresent: user.map { .int($0) })
        object.add("group", ifPresent: group.map { .int($0) })
        object.add("groups", .array(groups.map { .int($0) }))
        object.add("privileged", .bool(isPrivileged))
        object.add("readOnlyRoot", .bool(isRootReadOnly))
        object.add("machineProcesses", .bool(seesMachineProcesses))
        object.add("noNewPrivileges", .bool(gainsNoPrivileges))
        object.add("oomScore", .int(oomScoreAdjustment))
        return .object(object)
    }
}

extension ContainerLaunch.Mount {
    init(_ json: JSON) {
        self.init(
            source: json["source"]?.string ?? "", target: json["target"]?.string ?? "",
            isReadOnly: json["readOnly"]?.bool ?? false)
    }

    var json: JSON {
        ["source": .string(source), "target": .string(target), "readOnly": .bool(isReadOnly)]
    }
}
