import HTTPServer
import KubernetesAPI
import KubernetesClient
import Testing

/// What a source has told, as its consumer sees it.
actor Observer {
    private(set) var ports: [String: Int] = [:]
    private(set) var isComplete = false
    private(set) var problem: String?
    private(set) var problems: [String] = []
    private(set) var deletions = 0

    func take(_ batch: ObjectBatch) {
        for event in batch.events {
            switch event {
            case .applied(.service(let service)):
                ports[service.metadata.name] = Int(service.spec.ports.first?.port ?? 0)
            case .applied: break
            case .deleted(let key):
                ports[key.name] = nil
                deletions += 1
            }
        }
        if batch.isInitialListComplete { isComplete = true }
        problem = batch.problem
        if let problem { problems.append(problem) }
    }

    /// Polls until something holds; false when it does not within a minute.
    nonisolated func holds(_ isSo: (isolated Observer) -> Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(60)
        while await !isSo(self) {
            if ContinuousClock.now > end { return false }
            try? await Task.sleep(for: .milliseconds(2))
        }
        return true
    }

    nonisolated func reaches(_ expected: [String: Int]) async -> Bool {
        await holds { $0.isComplete && $0.ports == expected && $0.problem == nil }
    }
}

@Suite struct SourceTests {
    /// A fake server, a source that follows it, and what the source told.
    struct Bench {
        let fake = FakeServer()
        let server: HTTPServer
        let client: APIClient
        let observer = Observer()
        let following: Task<Void, Never>

        init(
            credential: ClusterAccess.Credential = .none, _ prepare: (FakeServer) -> Void = { _ in }
        ) async throws {
            prepare(fake)
            server = HTTPServer(
                HTTPServerConfiguration(listeners: [HTTPListener(host: "127.0.0.1", port: 0)]),
                handler: fake)
            try await server.start()
            let port = try #require(server.ports.first)
            let client = try APIClient(
                ClusterAccess(
                    server: "http://127.0.0.1:\(port)", credential: credential, origin: "test"))
            let observer = observer
            self.client = client
            following = Task {
                do {
                    for try await batch in APISource(client).batches(of: [.service]) {
                        await observer.take(batch)
                    }
                } catch {
                    Issue.record("the source ended: \(error)")
                }
            }
        }

        func end() async {
            following.cancel()
            await client.close()
            await server.shutdown(grace: .seconds(1))
        }
    }

    @Test func `the first list comes whole, page by page, then what changes`() async throws {
        let bench = try await Bench { fake in
            for index in 0..<5 { fake.put("s\(index)", port: index + 1) }
        }
        #expect(
            await bench.observer.reaches(["s0": 1, "s1": 2, "s2": 3, "s3": 4, "s4": 5]))
        #expect(bench.fake.state.withLock { $0.lists } == 3)
        bench.fake.put("s1", port: 80)
        bench.fake.remove("s0")
        bench.fake.put("new", port: 9)
        #expect(
            await bench.observer.reaches(["s1": 80, "s2": 3, "s3": 4, "s4": 5, "new": 9]))
        #expect(bench.fake.state.withLock { $0.lists } == 3)
        await bench.end()
    }

    @Test func `a watch that is cut goes on where it was`() async throws {
        let bench = try await Bench { $0.put("a", port: 1) }
        #expect(await bench.observer.reaches(["a": 1]))
        for round in 2..<10 {
            bench.fake.cut()
            bench.fake.put("a", port: round)
            #expect(await bench.observer.reaches(["a": round]))
        }
        #expect(bench.fake.state.withLock { $0.lists } == 1)
        await bench.end()
    }

    @Test func `what history no longer has is listed again and told as a difference`() async throws
    {
        let bench = try await Bench { fake in
            fake.put("kept", port: 1)
            fake.put("gone", port: 2)
        }
        #expect(await bench.observer.reaches(["kept": 1, "gone": 2]))
        // While nobody watches, an object goes, and history with it.
        bench.fake.cut { state in
            state.services["gone"] = nil
            state.revision += 1
            state.oldest = state.revision
            state.history = []
        }
        bench.fake.put("new", port: 3)
        #expect(await bench.observer.reaches(["kept": 1, "new": 3]))
        #expect(bench.fake.state.withLock { $0.lists } == 2)
        #expect(await bench.observer.deletions == 1)
        await bench.end()
    }

    @Test func `a bookmark moves where a watch goes on`() async throws {
        let bench = try await Bench { $0.put("a", port: 1) }
        #expect(await bench.observer.reaches(["a": 1]))
        #expect(
            await bench.observer.holds { _ in !bench.fake.state.withLock { $0.streams }.isEmpty })
        bench.fake.state.withLock { $0.revision = 50 }
        bench.fake.send(
            #"{"type":"BOOKMARK","object":{"kind":"Service","apiVersion":"v1","#
                + #""metadata":{"resourceVersion":"50"}}}"# + "\n")
        bench.fake.put("a", port: 2)
        #expect(await bench.observer.reaches(["a": 2]))
        bench.fake.forgetHistory()
        bench.fake.cut()
        bench.fake.put("a", port: 3)
        #expect(await bench.observer.reaches(["a": 3]))
        #expect(bench.fake.state.withLock { $0.lists } == 1)
        await bench.end()
    }

    @Test func `while the server refuses, what was known stays and the problem is told`()
        async throws
    {
        let bench = try await Bench { $0.put("a", port: 1) }
        #expect(await bench.observer.reaches(["a": 1]))
        bench.fake.state.withLock { state in
            state.refusals = (0..<4).map { _ in
                FakeServer.status(403, "Forbidden", "services is forbidden: nobody may")
            }
        }
        bench.fake.cut()
        #expect(await bench.observer.holds { $0.problem != nil })
        #expect(
            await bench.observer.problems.first?.hasSuffix(
                "403 Forbidden: services is forbidden: nobody may") == true)
        #expect(await bench.observer.ports == ["a": 1])
        bench.fake.put("a", port: 2)
        #expect(await bench.observer.reaches(["a": 2]))
        // Said once, though tried four times.
        #expect(await bench.observer.problems.count == 1)
        await bench.end()
    }

    @Test func `garbage in a watch is a problem, and the watch begins anew`() async throws {
        let bench = try await Bench { $0.put("a", port: 1) }
        #expect(await bench.observer.reaches(["a": 1]))
        for garbage in ["{\n", "[]\n", #"{"type":"ADDED"}"# + "\n", "\u{0}\n"] {
            #expect(
                await bench.observer.holds { _ in
                    !bench.fake.state.withLock { $0.streams }.isEmpty
                })
            bench.fake.send(garbage)
            #expect(await bench.observer.holds { $0.problem != nil })
            bench.fake.cut()
            #expect(await bench.observer.reaches(["a": 1]))
        }
        bench.fake.put("a", port: 7)
        #expect(await bench.observer.reaches(["a": 7]))
        await bench.end()
    }

    @Test func `an object that makes no sense is a problem and the others go on`() async throws {
        let bench = try await Bench { $0.put("a", port: 1) }
        #expect(await bench.observer.reaches(["a": 1]))
        bench.fake.put("bad", port: 99999)
        #expect(
            await bench.observer.holds {
                $0.problem?.contains("Service default/bad: spec.ports[0].port") == true
            })
        bench.fake.put("a", port: 2)
        #expect(await bench.observer.holds { $0.ports == ["a": 2] })
        bench.fake.remove("bad")
        #expect(await bench.observer.reaches(["a": 2]))
        await bench.end()
    }

    @Test func `a token goes with each request`() async throws {
        let bench = try await Bench(credential: .token("secret")) { $0.put("a", port: 1) }
        #expect(await bench.observer.reaches(["a": 1]))
        #expect(
            bench.fake.state.withLock { Set($0.authorization) } == ["Bearer secret"])
        await bench.end()
    }

    @Test func `one request that nobody answers is one clear error`() async throws {
        let client = try APIClient(
            ClusterAccess(server: "http://127.0.0.1:1", origin: "test"))
        do {
            _ = try await APISource(client).load([.service])
            Issue.record("there is no server")
        } catch {
            #expect("\(error)".hasPrefix("GET http://127.0.0.1:1/api/v1/services?limit=500: "))
        }
        await client.close()
    }
}
