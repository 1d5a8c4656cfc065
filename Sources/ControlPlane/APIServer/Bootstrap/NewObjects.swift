import APIMachinery
import JSON
import LinuxSystem
import ResourceModel
import ResourceSchema

/// Objects that the server makes itself.
struct NewObjects: Sendable {
    let registry: ResourceRegistry
    let schemas: SchemaTable

    /// The stored bytes of such an object, with what new objects get.
    func bytes(_ object: APIObject) throws(APIStatus) -> [UInt8] {
        guard let definition = registry[kind: object.kind, apiVersion: object.apiVersion] else {
            throw .internalError("no kind \(object.kind) in \(object.apiVersion)")
        }
        var new = object
        let now = Timestamp(microseconds: WallClock.microseconds)
        let rules = definition.rules
        new.uid = UUID.text()
        new.creationTimestamp = now.description
        rules.setDefaults(&new)
        let status = new["status"]
        rules.prepareForCreate(&new, WriteContext(userName: "system:apiserver", now: now))
        if rules.hasGeneration { new.generation = 1 }
        if let status { new["status"] = status }
        return try schemas.canonical(new.json, as: definition.schema).storedBytes
    }
}

extension APIServer {
    /// Objects that the server makes itself.
    var newObjects: NewObjects { NewObjects(registry: registry, schemas: schemas) }
}
