import Foundation
import ImagePullCredentialsTesting
import NodeCredentialsChecks
import Testing

/// Every input of the corpus, among them each that ever failed, and all that are almost the same, through the check
/// that the fuzzer runs.
@Suite struct NodeCorpusTests {
  static func inputs(of target: NodeFuzzTarget) throws -> [(name: String, input: [UInt8])] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Corpus/\(target.rawValue)").standardizedFileURL
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      (name, try [UInt8](Data(contentsOf: folder.appending(path: name))))
    }
  }

  @Test(arguments: NodeFuzzTarget.allCases)
  func everyInputHolds(target: NodeFuzzTarget) throws {
    var random = SeededGenerator(seed: 7)
    let inputs = try Self.inputs(of: target)
    #expect(inputs.count >= 100)
    for (name, input) in inputs {
      #expect(target.violation(in: input) == nil, "Tests/Corpus/\(target.rawValue)/\(name)")
      guard !input.isEmpty else { continue }
      for _ in 0..<8 {
        var changed = input
        let place = Int.random(in: 0..<input.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
        case 1: changed.insert(input[place], at: place)
        case 2: changed.remove(at: place)
        default: changed = Array(input[..<place])
        }
        #expect(target.violation(in: changed) == nil, "\(target.rawValue)/\(name): \(changed)")
      }
    }
  }
}
