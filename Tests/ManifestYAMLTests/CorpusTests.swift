import Foundation
import ManifestYAMLChecks
import Testing

/// Every input of the corpus, among them each that ever failed, through the check that the fuzzer runs.
@Suite struct CorpusTests {
  private static func inputs() throws -> [(name: String, bytes: [UInt8])] {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().appending(
        path: "Corpus/ManifestYAML")
    return try FileManager.default
      .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map { ($0.lastPathComponent, Array(try Data(contentsOf: $0))) }
  }

  @Test func everyInputHolds() throws {
    let inputs = try Self.inputs()
    #expect(inputs.count >= 100)
    for (name, bytes) in inputs {
      #expect(ManifestYAMLCheck.violation(in: bytes) == nil, "Tests/Corpus/ManifestYAML/\(name)")
    }
  }

  /// What a fuzzer does first: each input cut at every byte, and with every byte left out.
  @Test func shortenedInputsHold() throws {
    for (name, bytes) in try Self.inputs() where bytes.count < 200 {
      for place in bytes.indices {
        #expect(
          ManifestYAMLCheck.violation(in: Array(bytes[..<place])) == nil, "\(name), \(place) bytes")
        let shorter = Array(bytes[..<place] + bytes[(place + 1)...])
        #expect(ManifestYAMLCheck.violation(in: shorter) == nil, "\(name) without byte \(place)")
      }
    }
  }
}
