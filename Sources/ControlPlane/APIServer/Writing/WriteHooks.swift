import APIMachinery
import ObjectStore

/// What a hook knows of a write.
struct WriteHookRequest: Sendable {
    var target: ResourceTarget
    var isDryRun: Bool
}

/// Writes that go into the same commit as an object's own, and what to do afterwards.
struct WriteExtras: Sendable {
    var writes: [StoreWrite] = []
    /// After the commit.
    var finish: @Sendable () -> Void = {}
    /// When there was no commit.
    var abandon: @Sendable () -> Void = {}
}

/// What a kind's writes do beyond the object: Services take addresses and ports.
protocol WriteHook: Sendable {
    /// Before a new or changed object is validated; may fill in what is allocated.
    func prepare(
        _ object: inout APIObject, old: APIObject?, _ request: WriteHookRequest
    ) throws(APIStatus) -> WriteExtras?

    /// Before an object is removed.
    func remove(
        _ object: APIObject, _ request: WriteHookRequest
    ) throws(APIStatus) -> WriteExtras?
}

/// The hooks by what is stored.
struct WriteHooks: Sendable {
    var byResource: [GroupResource: any WriteHook] = [:]

    func prepare(
        _ object: inout APIObject, old: APIObject?, _ request: WriteHookRequest
    ) throws(APIStatus) -> WriteExtras? {
        guard let hook = byResource[request.target.storage.groupResource] else { return nil }
        return try hook.prepare(&object, old: old, request)
    }

    func remove(
        _ object: APIObject, _ request: WriteHookRequest
    ) throws(APIStatus) -> WriteExtras? {
        guard let hook = byResource[request.target.storage.groupResource] else { return nil }
        return try hook.remove(object, request)
    }
}
