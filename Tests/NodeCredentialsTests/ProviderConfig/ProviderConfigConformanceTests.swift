import ImagePullCredentials
import TestSupport
import KubernetesPulls
import Testing

@testable import NodeCredentials

/// Whether a kubelet starts with each recorded CredentialProviderConfig, and the fields it blames.
@Suite struct ProviderConfigConformanceTests {
  struct Case: Decodable, Sendable {
    var files: [File]
    /// Whether the files are those of a directory, some of which are skipped.
    var directory: Bool?
    var ok: Bool
    var errors: [Recorded]

    struct File: Decodable, Sendable {
      var name: String
      var json: String
    }

    struct Recorded: Decodable, Sendable {
      var type: String
      /// Without indices; absent unless it is a rule of the validation.
      var path: String?
    }
  }

  @Test func recordedStarts() throws {
    try Vectors.replay("provider-config", as: Case.self) { vector in
      let violations = try Self.violations(of: vector)
      let fields = Set(vector.errors.compactMap(\.path))
      guard violations.isEmpty == vector.ok else {
        return "\(vector.ok ? "starts" : "does not start"), found \(violations)"
      }
      // A kubelet that cannot read its files validates none, and one that refuses fields looks up no
      // executable.
      let isUnread = violations.contains { Self.readingCodes.contains($0.code) }
      guard vector.errors.contains(where: { $0.type == "read" }) == isUnread else {
        return "\(isUnread ? "is" : "is not") read, found \(violations)"
      }
      let found = Set(violations.filter(Self.isOfValidation).map(Self.field))
      return isUnread || found == fields ? nil : "fields \(fields), found \(found)"
    }
  }

  private static func violations(of vector: Case) throws -> [FieldViolation] {
    let folder = try TemporaryDirectory()
    for file in vector.files { try folder.write(file.json, to: file.name) }
    let path = vector.directory == true ? folder.path : "\(folder.path)/\(vector.files[0].name)"
    do throws(CredentialProviderConfigError) {
      _ = try CredentialProviderConfig(path: path)
      return []
    } catch {
      return error.violations
    }
  }

  /// Violations at which a kubelet ends before it validates.
  private static let readingCodes: Set<FieldViolation.Code> = [
    .invalidYAML, .invalidJSON, .wrongKind, .wrongAPIVersion, .unknownField, .duplicateField,
    .typeMismatch, .invalidDuration, .nameDuplicate, .noFiles,
  ]

  /// Whether it is not only when it looks for the executables that a kubelet finds it.
  private static func isOfValidation(_ violation: FieldViolation) -> Bool {
    violation.code != .nameEmpty && violation.code != .nameWithNUL
  }

  private static func field(_ violation: FieldViolation) -> String {
    violation.path.replacing(/\[[0-9]+\]/, with: "")
  }
}
