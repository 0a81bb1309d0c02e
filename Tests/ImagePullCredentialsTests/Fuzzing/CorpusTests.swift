import ImagePullCredentialsTesting
import Testing

/// Every input of the corpus, among them each that ever failed, through the check that the fuzzer
/// runs.
@Suite struct CorpusTests {
  @Test(arguments: FuzzTarget.allCases)
  func everyInputHolds(target: FuzzTarget) throws {
    let inputs = try Corpus.inputs(of: target)
    #expect(inputs.count >= 100)
    for (name, input) in inputs {
      let broken = target.violation(in: input)
      #expect(broken == nil, "Tests/Corpus/\(target.name)/\(name)")
    }
  }

  /// What a fuzzer does first: the corpus with single bytes changed, left out and doubled.
  @Test(arguments: FuzzTarget.allCases)
  func changedInputsHold(target: FuzzTarget) throws {
    var random = SeededGenerator(seed: 5)
    for (name, input) in try Corpus.inputs(of: target) where !input.isEmpty {
      var changed = input
      for _ in 0..<4 {
        let place = Int.random(in: 0..<input.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: changed[place % changed.count] = UInt8.random(in: 0...255, using: &random)
        case 1: changed.insert(input[place], at: place % changed.count)
        default: if changed.count > 1 { changed.remove(at: place % changed.count) }
        }
        let broken = target.violation(in: changed)
        #expect(broken == nil, "\(target.name)/\(name): \(changed)")
      }
    }
  }
}
