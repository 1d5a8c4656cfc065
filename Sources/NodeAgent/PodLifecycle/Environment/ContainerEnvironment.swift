/// A container's variables, as its manifest, the pod and other objects give them.
public struct ContainerEnvironment: Sendable {
    /// Values of ConfigMaps and Secrets by key.
    public struct Objects: Sendable {
        public var configMaps: [String: [String: String]]
        public var secrets: [String: [String: String]]

        /// Those that are missing are not in here.
        public init(
            configMaps: [String: [String: String]] = [:], secrets: [String: [String: String]] = [:]
        ) {
            self.configMaps = configMaps
            self.secrets = secrets
        }
    }

    private let fields: DownwardFields
    private let objects: Objects
    private let namespace: String

    public init(fields: DownwardFields, objects: Objects, namespace: String) {
        self.fields = fields
        self.objects = objects
        self.namespace = namespace
    }

    /// The variables in the order in which they are set; `services` come first and yield to others.
    public func variables(
        of container: ContainerManifest, services: [(name: String, value: String)]
    ) throws(DownwardFields.Failure) -> [(name: String, value: String)] {
        var values: [String: String] = [:]
        var order: [String] = []
        func set(_ name: String, _ value: String) {
            if values.updateValue(value, forKey: name) == nil { order.append(name) }
        }
        for source in container.environmentSources {
            for (key, value) in try all(of: source).sorted(by: { $0.key < $1.key }) {
                set(source.prefix + key, value)
            }
        }
        // What a manifest's texts may name: its own variables first, then Services'.
        let known = Dictionary(services.map { ($0.name, $0.value) }) { first, _ in first }
        for variable in container.environment {
            let names = known.merging(values) { _, own in own }
            if let value = try value(of: variable.source, in: container.name, names) {
                set(variable.name, value)
            }
        }
        let inherited = services.filter { values[$0.name] == nil }
        return inherited + order.map { ($0, values[$0] ?? "") }
    }

    private func value(
        of source: EnvironmentVariable.Source, in container: String, _ names: [String: String]
    ) throws(DownwardFields.Failure) -> String? {
        switch source {
        case .text(let text): return VariableExpansion.expand(text, names)
        case .field(let path): return try fields.value(path)
        case .resource(let reference): return try fields.value(reference, in: container)
        case .configMap(let name, let key, let isOptional):
            guard let map = objects.configMaps[name] else {
                if isOptional { return nil }
                throw DownwardFields.Failure("configmap \"\(name)\" not found")
            }
            if let value = map[key] { return value }
            if isOptional { return nil }
            throw DownwardFields.Failure(
                "couldn't find key \(key) in ConfigMap \(namespace)/\(name)")
        case .secret(let name, let key, let isOptional):
            guard let secret = objects.secrets[name] else {
                if isOptional { return nil }
                throw DownwardFields.Failure("secret \"\(name)\" not found")
            }
            if let value = secret[key] { return value }
            if isOptional { return nil }
            throw DownwardFields.Failure("couldn't find key \(key) in Secret \(namespace)/\(name)")
        }
    }

    private func all(
        of source: EnvironmentSource
    ) throws(DownwardFields.Failure) -> [String: String] {
        let isMap = source.kind == .configMap
        let found = isMap ? objects.configMaps[source.name] : objects.secrets[source.name]
        if let found { return found }
        if source.isOptional { return [:] }
        let kind = isMap ? "configmap" : "secret"
        throw DownwardFields.Failure("\(kind) \"\(source.name)\" not found")
    }
}
