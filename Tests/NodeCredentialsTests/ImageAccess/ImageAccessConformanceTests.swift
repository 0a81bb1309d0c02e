import TestSupport
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import NodeCredentials

/// What kubelets 1.35 and 1.36 answered for each recorded policy, file and question. Here, and not with
/// the library's tests, since some of the files are YAML.
@Suite struct ImageAccessConformanceTests {
  static let releases: [KubeletRelease] = [.v135, .v136]

  // MARK: - Policies

  struct PolicyCase: Decodable, Sendable {
    var policy: String
    var allowlist: [String]
    var gate: Bool
    var kubelet135: [String]
    var kubelet136: [String]
  }

  @Test func recordedPolicies() throws {
    try Vectors.replay("pull-policy", as: PolicyCase.self) { vector in
      for (release, expected) in [
        (KubeletRelease.v135, vector.kubelet135), (.v136, vector.kubelet136),
      ] {
        var messages: [String] = []
        do throws(ImageAccessPolicy.ConfigurationError) {
          _ = try ImageAccessPolicy(
            verification: vector.policy, allowlist: vector.allowlist, isEnabled: vector.gate,
            release: release)
        } catch {
          messages = error.messages
        }
        if messages.map({ Array($0.utf8) }) != expected.map({ Array($0.utf8) }) {
          return "\(release): \(messages), not \(expected)"
        }
      }
      return nil
    }
  }

  // MARK: - Files

  struct FileCase: Decodable, Sendable {
    var ref: String?
    var file: String?
    var dir: String?
    var text: String?
    var ok: Bool?
    var latest: Bool?
    var imageRef: String?
    var image: String?
    var credentialMapping: JSONValue?
    var encoded: String?
  }

  @Test func recordedFiles() throws {
    try Vectors.replay("pull-record-files", as: FileCase.self) { vector in
      if let ref = vector.ref {
        let names = [
          ImagePulledRecord(imageRef: ref).fileName, ImagePullIntent(image: ref).fileName,
        ]
        return names == [vector.file, vector.file] ? nil : "file names \(names)"
      }
      return vector.dir == "pulled"
        ? try Self.mismatch(vector, ImagePulledRecord.self) { $0.imageRef == vector.imageRef }
        : try Self.mismatch(vector, ImagePullIntent.self) { $0.image == vector.image }
    }
  }

  private static func mismatch<Document: RecordDocument>(
    _ vector: FileCase, _: Document.Type, hasKey: (Document) -> Bool
  ) throws -> String? {
    do throws(FieldViolation) {
      let json = try KubeletDocument.json(Array((vector.text ?? "").utf8))
      let (document, isLatest) = try Document.decode(json.span)
      guard vector.ok == true else { return "decoded" }
      let encoded = String(decoding: document.encoded, as: UTF8.self)
      let isSame = encoded.utf8.elementsEqual((vector.encoded ?? "").utf8)
      return isSame && isLatest == vector.latest && hasKey(document)
        ? nil : "latest \(isLatest), encoded \(encoded)"
    } catch {
      return vector.ok == true ? "\(error)" : nil
    }
  }

  // MARK: - Decisions

  struct RecordCase: Decodable, Sendable {
    var policy: String?
    var allowlist: [String]?
    var image: String
    var imageRef: String
    var records: [JSONValue]?
    var intents: [JSONValue]?
    var files: [File]?
    var nodeImages: [NodeImage]?
    var podSecrets: [Secret]?
    var serviceAccount: Account?
    var credentialsError: String?
    var kubelet135: Answer
    var kubelet136: Answer

    struct File: Decodable, Sendable {
      var dir: String
      var name: String
      var text: String
    }

    struct NodeImage: Decodable, Sendable {
      var id: String
      var repoTags: [String]?
      var repoDigests: [String]?
    }

    struct Secret: Decodable, Sendable {
      var namespace: String
      var name: String
      var uid: String
      var credentialHash: String
    }

    struct Account: Decodable, Sendable {
      var namespace: String
      var name: String
      var uid: String
    }

    struct Answer: Decodable, Sendable, Equatable {
      var ok: Bool
      var mustPull: Bool?
      var reason: String?
      var error: String?
      var recorded: JSONValue?
    }
  }

  @Test func recordedDecisions() throws {
    try Vectors.replay("pull-records", as: RecordCase.self) { vector in
      for (release, expected) in [
        (KubeletRelease.v135, vector.kubelet135), (.v136, vector.kubelet136),
      ] {
        let answer = try Self.answer(vector, release)
        if answer != expected { return "\(release): \(answer), not \(expected)" }
      }
      return nil
    }
  }

  private static func answer(
    _ vector: RecordCase, _ release: KubeletRelease
  ) throws -> RecordCase.Answer {
    let policy: ImageAccessPolicy
    do throws(ImageAccessPolicy.ConfigurationError) {
      policy = try ImageAccessPolicy(
        verification: vector.policy ?? "", allowlist: vector.allowlist ?? [], release: release)
    } catch {
      return .init(ok: false, error: error.messages.first)
    }
    let decision = try records(vector, release).decision(
      forImage: vector.image, imageRef: vector.imageRef, policy: policy, pod: pod(vector))
    let recorded = try decision.changedRecord.flatMap {
      try JSONValue(json: $0.json)["credentialMapping"]
    }
    return .init(
      ok: true, mustPull: decision.mustPull, reason: decision.metricResult,
      error: decision.rule == .credentialsUnavailable ? decision.error : nil, recorded: recorded)
  }

  private static func records(
    _ vector: RecordCase, _ release: KubeletRelease
  ) throws -> ImagePullRecords {
    var records = ImagePullRecords(
      pulled: try files(of: vector, in: "pulled", vector.records, key: "imageRef"),
      pulling: try files(of: vector, in: "pulling", vector.intents, key: "image"))
    records.start(
      withImages: (vector.nodeImages ?? []).map {
        .init(id: $0.id, repoTags: $0.repoTags ?? [], repoDigests: $0.repoDigests ?? [])
      }, release: release)
    return records
  }

  private static func files(
    of vector: RecordCase, in directory: String, _ documents: [JSONValue]?, key: String
  ) throws -> [ImagePullRecords.File] {
    // A file that has the name of a document's takes its place.
    let odd = (vector.files ?? []).filter { $0.dir == directory }
    return try (documents ?? []).map { document in
      ImagePullRecords.File(
        name: RecordFileName.name(ofKey: document[key]?.text ?? ""), json: try document.json)
    }.filter { file in !odd.contains { $0.name == file.name } }
      + odd.map { file in
        let bytes = Array(file.text.utf8)
        return .init(name: file.name, json: (try? KubeletDocument.json(bytes)) ?? bytes)
      }
  }

  private static func pod(_ vector: RecordCase) -> PodPullIdentity {
    if let error = vector.credentialsError { return .unavailable(error: error) }
    return .known(
      secrets: (vector.podSecrets ?? []).map {
        PullSecretIdentity(
          PullIdentity(uid: $0.uid, namespace: $0.namespace, name: $0.name),
          credentialHash: $0.credentialHash)
      },
      serviceAccount: vector.serviceAccount.map {
        PullIdentity(uid: $0.uid, namespace: $0.namespace, name: $0.name)
      })
  }
}
