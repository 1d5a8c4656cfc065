import PodNetworkCommands
import Testing

@Suite struct CommandProgramTests {
    @Test func `a word that is no command is refused with the commands there are`() {
        let outcome = CommandProgram.run(["frobnicate"])
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.notice.contains("no such command: frobnicate"))
    }

    @Test(arguments: ["help", "--help"]) func `help goes to standard output`(word: String) {
        let outcome = CommandProgram.run([word])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("usage: martlet-cni COMMAND"))
    }
}
