import Foundation
import ImagePullCredentials
import KubernetesPulls
import Testing

@testable import PullDiagnosis

/// What people store or send.
@Suite struct FindingCodableTests {
  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(try json(value).utf8))
  }

  @Test func whatIsFound() throws {
    let all = try findings(pod(secrets: ["gone"]), secret(keys: ["z.example"]))
    #expect(!all.isEmpty)
    let copies = try roundTrip(all)
    #expect(copies.map(\.description) == all.map(\.description))
    #expect(copies.map(\.command) == all.map(\.command))
    #expect(copies.map(\.objects) == all.map(\.objects))
    #expect(try json([Finding.Severity.willFail, .mayFail]) == #"["willFail","mayFail"]"#)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Finding.Severity].self, from: Data(#"["bad"]"#.utf8))
    }
  }

  @Test func referencesAndTimes() throws {
    let image = try ImageReference("nginx:1")
    #expect(try json([image]) == #"["nginx:1"]"#)
    #expect(try roundTrip([image]) == [image])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([ImageReference].self, from: Data(#"["Bad"]"#.utf8))
    }
    let times = [0, -62_167_219_201, 253_402_300_800, .min, .max].map {
      Timestamp(secondsSince1970: $0)
    }
    #expect(try roundTrip(times) == times)
    #expect(times.map { Timestamp($0.description) } == times)
    #expect(Timestamp("5 s") == nil)
    #expect(try json([KubernetesObjects.DecodingError.Code.yaml]) == #"["yaml"]"#)
  }
}
