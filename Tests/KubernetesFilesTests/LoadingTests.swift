import KubernetesAPI
import KubernetesFiles
import Testing

@Suite struct LoadingTests {
    private func fault(_ path: String) -> String? {
        do throws(ManifestError) {
            _ = try ManifestSource.load(path: path)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `a file's documents come in order`() throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("b") + "---\n" + namespace("a") + "---\n")
        let objects = try ManifestSource.load(path: folder.file("a.yaml"))
        #expect(objects.map(\.key.name) == ["b", "a"])
    }

    @Test func `a folder's files come in the order of their names`() throws {
        let folder = try Folder()
        try folder.write("b.yml", namespace("two"))
        try folder.write("a.yaml", namespace("one"))
        try folder.write(
            "c.json",
            #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"three"}}"#)
        try folder.write("notes.txt", "not: [yaml")
        try folder.write(".hidden.yaml", "not: [yaml")
        try folder.write("d.yaml", "")
        try folder.makeFolder("sub.yaml")
        #expect(
            try ManifestSource.load(path: folder.path).map(\.key.name)
                == ["one", "two", "three"])
        #expect(try ManifestSource.load(path: folder.path + "/").count == 3)
    }

    @Test func `a fault names file, line and column`() throws {
        let folder = try Folder()
        let path = folder.file("a.yaml")
        #expect(fault(path) == "stat \(path): no such file or directory (ENOENT)")
        try folder.write("a.yaml", namespace("a") + "---\n" + "a: [1\nb: 2\n")
        #expect(fault(path)?.hasPrefix("\(path):6:") == true)
        try folder.write("a.yaml", namespace("a") + "---\n# x\n---\nkind: Namespace\n")
        #expect(
            fault(path)
                == "\(path):7: Namespace: apiVersion: expected a value, found no \"apiVersion\"")
        try folder.write("a.yaml", namespace("a") + "--- {b: *x}\n")
        #expect(fault(path) == "\(path):4:9: alias *x has no anchor before it")
    }

    @Test func `an object that is there twice is told with both places`() throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a") + "---\n" + namespace("b"))
        try folder.write(
            "b.json",
            """
            {"apiVersion": "v1", "kind": "List", "items": [
             {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "c"}},
             {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "b"}}]}
            """)
        let places = (folder.file("a.yaml"), folder.file("b.json"))
        #expect(
            fault(folder.path)
                == "\(places.1):3: Namespace b is already defined at \(places.0):5")
        try folder.write("b.json", "")
        try folder.write("a.yaml", namespace("a") + "---\n" + namespace("a"))
        #expect(
            fault(folder.path)
                == "\(places.0):5: Namespace a is already defined at \(places.0):1")
    }

    @Test func `directives keep a file in one piece`() throws {
        let folder = try Folder()
        try folder.write("a.yaml", namespace("a") + "...\n%YAML 1.1\n---\n" + namespace("b"))
        #expect(try ManifestSource.load(path: folder.path).count == 2)
    }

    @Test func `a marker inside text does not split it`() throws {
        let folder = try Folder()
        let text = namespace("a") + "# ---\n  \nspec: |\n  ---\n   --- x\nother: '--- a'\n"
        try folder.write("a.yaml", text)
        #expect(try ManifestSource.load(path: folder.path).count == 1)
    }

    @Test func `without following the stream is one batch of the kinds asked for`() async throws {
        let folder = try Folder()
        try folder.write(
            "a.yaml",
            namespace("a") + "---\n{apiVersion: v1, kind: Node, metadata: {name: node-a}}\n")
        let source = ManifestSource(path: folder.path, follow: false)
        var keys: [[String]] = []
        for try await batch in source.batches(of: [.node, .service]) {
            #expect(batch.isInitialListComplete)
            #expect(batch.problem == nil)
            keys.append(batch.events.map(\.key.name))
        }
        #expect(keys == [["node-a"]])
    }

    @Test(arguments: [false, true])
    func `a fault in the first reading ends the stream`(follow: Bool) async throws {
        let folder = try Folder()
        try folder.write("a.yaml", "a: [")
        let source = ManifestSource(path: folder.path, follow: follow)
        await #expect(throws: ManifestError.self) {
            for try await _ in source.batches(of: [.node]) {}
        }
    }
}
