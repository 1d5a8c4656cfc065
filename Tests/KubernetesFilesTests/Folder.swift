import Foundation
import KubernetesAPI
import KubernetesClient
import KubernetesFiles
import Testing

/// A temporary folder, removed with its last reference.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "martlet-files-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    /// Opens, truncates, writes and closes: what an editor that edits in place does.
    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
    }

    /// Writes a file beside and renames it over.
    func replace(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: file(name)), options: .atomic)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: file(name), withIntermediateDirectories: true)
    }

    func move(_ from: String, _ to: String) throws {
        try #require(rename(file(from), file(to)) == 0)
    }

    func link(_ name: String, to target: String) throws {
        try #require(symlink(target, file(name)) == 0)
    }
}

/// A Namespace with a label, as YAML.
func namespace(_ name: String, _ label: String = "x") -> String {
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: \"\(name)\", labels: {l: \"\(label)\"}}\n"
}

/// Reads a followed source and keeps the state that its events make.
actor Observer {
    private(set) var state: [String: String] = [:]
    private(set) var problem: String?
    private(set) var batches = 0
    private(set) var events = 0
    private(set) var isComplete = false
    private(set) var fault: String?
    private(set) var hasEnded = false
    private var task: Task<Void, Never>?

    init(_ source: ManifestSource, kinds: Set<Kind> = [.namespace]) async {
        task = Task {
            do {
                for try await batch in source.batches(of: kinds) { self.take(batch) }
            } catch {
                self.end("\(error)")
                return
            }
            self.end(nil)
        }
    }

    private func take(_ batch: ObjectBatch) {
        batches += 1
        events += batch.events.count
        problem = batch.problem
        isComplete = batch.isInitialListComplete
        for event in batch.events {
            switch event {
            case .applied(.namespace(let object)):
                state[object.metadata.name] = object.metadata.labels["l"] ?? ""
            case .applied(let object): state[object.key.name] = ""
            case .deleted(let key): state[key.name] = nil
            }
        }
    }

    private func end(_ fault: String?) {
        self.fault = fault
        hasEnded = true
    }

    func stop() { task?.cancel() }

    /// Waits, with a bound, until the state is as given.
    func reaches(_ expected: [String: String], problem: Bool = false) async -> Bool {
        await holds { await $0.isAt(expected, problem) }
    }

    private func isAt(_ expected: [String: String], _ hasProblem: Bool) -> Bool {
        state == expected && (problem != nil) == hasProblem
    }

    func holds(_ condition: (Observer) async -> Bool) async -> Bool {
        for _ in 0..<1000 {
            if await condition(self) { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return await condition(self)
    }
}
