import ImagePullCredentials
import KubernetesPulls

/// How long a password lasts that is a token, as far as the token or its age tells.
struct TokenLifetime: Equatable {
  let kind: Kind
  /// When it ends; nil where neither the token nor the Secret tells.
  let expiry: Timestamp?
  let basis: Basis

  enum Kind {
    /// Of Amazon ECR.
    case ecr
    /// A JSON Web Token, such as Azure's registry gives.
    case jwt
    /// An access token of Google's, which says nothing of itself.
    case oauth2
  }

  /// Where ``expiry`` comes from.
  enum Basis {
    /// The token says so.
    case token
    /// The Secret's newest time, plus how long such tokens last.
    case secretTime
  }

  /// The lifetime of `credential`, nil if its password is no token that ends. `secret` is where it
  /// stands.
  init?(of credential: Credential, in secret: Secret?) {
    let username = credential.username
    let password = credential.revealPassword()
    if username == Self.ecrUsername {
      self.init(.ecr, says: Self.ecrExpiration(password), or: 12 * hour, from: secret)
    } else if let expiry = Self.jwtExpiration(password) {
      self.init(.jwt, says: expiry, or: 0, from: secret)
    } else if username == Self.azureTokenUsername {
      self.init(.jwt, says: nil, or: 3 * hour, from: secret)
    } else if username == Self.googleTokenUsername {
      self.init(.oauth2, says: nil, or: hour, from: secret)
    } else {
      return nil
    }
  }

  private init(_ kind: Kind, says expiry: Timestamp?, or length: Int64, from secret: Secret?) {
    self.kind = kind
    self.expiry =
      expiry ?? secret?.metadata.newestTimestamp.flatMap { $0.advanced(bySeconds: length) }
    basis = expiry == nil ? .secretTime : .token
  }

  /// How long an ECR token lasts.
  static let ecr = Duration.seconds(12 * 3_600)
  /// The user of all ECR tokens.
  static let ecrUsername = "AWS"
  /// The user of an Azure access token in place of a registry's own.
  static let azureTokenUsername = "00000000-0000-0000-0000-000000000000"
  /// The user of a Google access token.
  static let googleTokenUsername = "oauth2accesstoken"
}

private let hour: Int64 = 3_600

extension TokenLifetime {
  /// The member `expiration` of the JSON in an ECR password, seconds since 1970.
  ///
  /// AWS does not document the form, so that a password without it is none the worse.
  private static func ecrExpiration(_ password: String) -> Timestamp? {
    var json: [UInt8] = []
    do {
      let padding: Base64.Padding = password.utf8.last == UInt8(ascii: "=") ? .required : .absent
      try Base64.decode(password.utf8.span, padding: padding, appendingTo: &json)
    } catch {
      return nil
    }
    return JSONMember.number("expiration", of: json).flatMap(Timestamp.init(seconds:))
  }

  /// The claim `exp` of a JSON Web Token. Source: RFC 7519, 4.1.4.
  private static func jwtExpiration(_ password: String) -> Timestamp? {
    let parts = password.utf8.split(
      separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[2].isEmpty else { return nil }
    // base64url differs from base64 in two characters. Source: RFC 7515, 2.
    let payload = parts[1].map { byte in
      switch byte {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: byte
      }
    }
    var json: [UInt8] = []
    do {
      try Base64.decode(payload.span, padding: .absent, appendingTo: &json)
    } catch {
      return nil
    }
    return JSONMember.number("exp", of: json).flatMap(Timestamp.init(seconds:))
  }
}

extension Timestamp {
  /// The moment that a number in JSON names; nil if it is out of range.
  fileprivate init?(seconds: Double) {
    guard abs(seconds) < 1e15 else { return nil }
    self.init(secondsSince1970: Int64(seconds))
  }

  /// The moment `seconds` later; nil out of range.
  func advanced(bySeconds seconds: Int64) -> Timestamp? {
    let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
    return overflow ? nil : Timestamp(secondsSince1970: sum)
  }
}
