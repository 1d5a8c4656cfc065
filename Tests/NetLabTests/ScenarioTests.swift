import Foundation
import NetLab
import Testing

@Suite struct ScenarioTests {
    @Test func `every scenario and topology of the project can be read`() throws {
        let folder = Fixtures.root.appending(path: "netlab/scenarios")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.contains("demo.yaml"))
        for file in files {
            let scenario = try Scenario(reading: folder.appending(path: file).path)
            let path = try #require(scenario.topology)
            _ = try Topology(reading: path)
        }
    }

    @Test func `a file begins with its drawing`() throws {
        for folder in ["topologies", "scenarios", "manifests"] {
            let path = Fixtures.root.appending(path: "netlab/\(folder)").path
            for file in try FileManager.default.contentsOfDirectory(atPath: path) {
                let text = try Fixtures.file("netlab/\(folder)/\(file)")
                #expect(text.hasPrefix("#  "), "\(folder)/\(file)")
            }
        }
    }

    @Test func `a step that is none says what there is`() throws {
        let cases: [(String, String)] = [
            (
                "name: a\nsteps:\n  - title: x\n    dance: {}",
                "demo.yaml:3: steps[0]: expected a title and one of exec, ask, count, refused, "
                    + "kill, apply, delete, scale, rollout, during, break, mend, cutOff, settled"
            ),
            (
                "name: a\nsteps:\n  - exec: {pod: c, command: []}",
                "demo.yaml:3: steps[0].exec.command: expected a program and its arguments"
            ),
            (
                "name: a\nsteps:\n  - exec: {command: [ls]}",
                "demo.yaml:3: steps[0].exec: expected one of pod, node, host"
            ),
            (
                "name: a\nsteps:\n  - refused: {pod: c, url: 'http://x', within: soon}",
                "demo.yaml:3: steps[0].refused.within: "
                    + "expected a duration such as 250ms, 2s or 1m, found \"soon\""
            ),
            (
                "name: a\nsteps:\n  - kill: {program: x, nod: y}",
                "demo.yaml:3: steps[0].kill.nod: unknown field; known: program, node"
            ),
        ]
        for (text, expected) in cases {
            #expect(Fixtures.message { _ = try Fixtures.scenario(text) } == expected)
        }
    }
}
