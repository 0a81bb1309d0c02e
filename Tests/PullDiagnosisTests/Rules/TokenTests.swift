import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls
@testable import PullDiagnosis

@Suite struct TokenTests {
  @Test func anECRTokenThatExpired() throws {
    let findings = try findings(
      pod("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS",
        password:
          "eyJwYXlsb2FkIjoibm90LWEtcmVhbC1wYXlsb2FkIiwidmVyc2lvbiI6IjIiLCJ0eXBlIjoiREFUQV9LRVkiLCJleHBpcmF0aW9uIjoxNzk1MTYxNjAwfQ=="
      ))
    #expect(summary(findings) == ["will fail: expired-ecr"])
    #expect(
      text(.expiredECR, of: findings) == #"""
        The ECR token under "1.dkr.ecr.eu-west-1.amazonaws.com" of Secret shop/a expired at \#
        2026-11-20T08:00:00Z, 60 minutes ago.
        Refresh the Secret by a job every few hours, or use the ecr-credential-provider.
        $ kubectl -n shop create secret docker-registry a \#
        --docker-server=1.dkr.ecr.eu-west-1.amazonaws.com --docker-username=AWS \#
        --docker-password="$(aws ecr get-login-password --region eu-west-1)" --dry-run=client -o \#
        yaml | kubectl apply -f -
        """#)
  }

  @Test func anECRTokenThatExpiresNow() throws {
    let findings = try findings(
      pod("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS",
        password:
          "eyJwYXlsb2FkIjoibm90LWEtcmVhbC1wYXlsb2FkIiwidmVyc2lvbiI6IjIiLCJ0eXBlIjoiREFUQV9LRVkiLCJleHBpcmF0aW9uIjoxNzk1MTY1MjAwfQ=="
      ))
    #expect(summary(findings) == ["will fail: expired-ecr"])
    #expect(
      text(.expiredECR, of: findings) == #"""
        The ECR token under "1.dkr.ecr.eu-west-1.amazonaws.com" of Secret shop/a expired at \#
        2026-11-20T09:00:00Z, 0 seconds ago.
        Refresh the Secret by a job every few hours, or use the ecr-credential-provider.
        $ kubectl -n shop create secret docker-registry a \#
        --docker-server=1.dkr.ecr.eu-west-1.amazonaws.com --docker-username=AWS \#
        --docker-password="$(aws ecr get-login-password --region eu-west-1)" --dry-run=client -o \#
        yaml | kubectl apply -f -
        """#)
  }

  @Test func anECRTokenThatExpiresSoon() throws {
    let findings = try findings(
      pod("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS",
        password:
          "eyJwYXlsb2FkIjoibm90LWEtcmVhbC1wYXlsb2FkIiwidmVyc2lvbiI6IjIiLCJ0eXBlIjoiREFUQV9LRVkiLCJleHBpcmF0aW9uIjoxNzk1MTY4ODAwfQ=="
      ))
    #expect(summary(findings) == ["worth knowing: expires-soon"])
    #expect(
      text(.expiresSoon, of: findings) == #"""
        The ECR token under "1.dkr.ecr.eu-west-1.amazonaws.com" of Secret shop/a expires at \#
        2026-11-20T10:00:00Z, in 60 minutes.
        Refresh the Secret by a job every few hours, or use the ecr-credential-provider.
        $ kubectl -n shop create secret docker-registry a \#
        --docker-server=1.dkr.ecr.eu-west-1.amazonaws.com --docker-username=AWS \#
        --docker-password="$(aws ecr get-login-password --region eu-west-1)" --dry-run=client -o \#
        yaml | kubectl apply -f -
        """#)
  }

  @Test func anECRTokenThatLasts() throws {
    let findings = try findings(
      pod("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS",
        password:
          "eyJwYXlsb2FkIjoibm90LWEtcmVhbC1wYXlsb2FkIiwidmVyc2lvbiI6IjIiLCJ0eXBlIjoiREFUQV9LRVkiLCJleHBpcmF0aW9uIjoxNzk1MTY4ODAxfQ=="
      ))
    #expect(summary(findings) == [])
  }

  @Test func anOldECRSecret() throws {
    let findings = try findings(
      pod("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS", password: "opaque",
        made: "2026-11-19T21:00:00Z"))
    #expect(summary(findings) == ["may fail: expired-ecr"])
    #expect(
      text(.expiredECR, of: findings) == #"""
        The ECR token under "1.dkr.ecr.eu-west-1.amazonaws.com" of Secret shop/a lasts 12 hours, \#
        and nothing shows a change of the Secret after 2026-11-19T21:00:00Z: it expired at \#
        2026-11-20T09:00:00Z, 0 seconds ago.
        Refresh the Secret by a job every few hours, or use the ecr-credential-provider. kubectl \#
        get --show-managed-fields tells when the Secret last changed.
        $ kubectl -n shop create secret docker-registry a \#
        --docker-server=1.dkr.ecr.eu-west-1.amazonaws.com --docker-username=AWS \#
        --docker-password="$(aws ecr get-login-password --region eu-west-1)" --dry-run=client -o \#
        yaml | kubectl apply -f -
        """#)
  }

  @Test func anECRSecretThatIsYoungEnough() throws {
    let findings = try findings(
      pod("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS", password: "opaque",
        made: "2026-11-19T22:00:01Z"))
    #expect(summary(findings) == [])
  }

  @Test func aJWTThatExpired() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        keys: ["r.example"], user: "00000000-0000-0000-0000-000000000000",
        password: "eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTQ5OTI0MDB9.c2ln"))
    #expect(summary(findings) == ["will fail: expired-jwt"])
    #expect(
      text(.expiredJWT, of: findings) == #"""
        The token under "r.example" of Secret shop/a expired at 2026-11-18T09:00:00Z, 2 days ago \#
        (JWT exp).
        Store a password that lasts, or refresh the Secret by a job.
        """#)
  }

  @Test func aJWTThatLasts() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        keys: ["r.example"], user: "00000000-0000-0000-0000-000000000000",
        password: "eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTUyNTE2MDB9.c2ln"))
    #expect(summary(findings) == [])
  }

  @Test func aJWTOfAnyUser() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        keys: ["r.example"], user: "u",
        password: "eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTUxNjUxNDB9.c2ln"))
    #expect(summary(findings) == ["will fail: expired-jwt"])
    #expect(
      text(.expiredJWT, of: findings) == #"""
        The token under "r.example" of Secret shop/a expired at 2026-11-20T08:59:00Z, 60 seconds \#
        ago (JWT exp).
        Store a password that lasts, or refresh the Secret by a job.
        """#)
  }

  @Test func twoDots() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(keys: ["r.example"], user: "u", password: "not.a.token"))
    #expect(summary(findings) == [])
  }

  @Test func anOldGoogleToken() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        keys: ["r.example"], user: "oauth2accesstoken", password: "ya29.opaque",
        made: "2026-11-20T07:59:00Z"))
    #expect(summary(findings) == ["may fail: expired-jwt"])
    #expect(
      text(.expiredJWT, of: findings) == #"""
        The Google access token under "r.example" of Secret shop/a lasts 1 hour, and nothing \#
        shows a change of the Secret after 2026-11-20T07:59:00Z: it expired at \#
        2026-11-20T08:59:00Z, 60 seconds ago.
        Store a password that lasts, or refresh the Secret by a job. kubectl get \#
        --show-managed-fields tells when the Secret last changed.
        """#)
  }

  @Test func aYoungGoogleToken() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        keys: ["r.example"], user: "oauth2accesstoken", password: "ya29.opaque",
        made: "2026-11-20T08:30:00Z"))
    #expect(summary(findings) == ["worth knowing: expires-soon"])
    #expect(
      text(.expiresSoon, of: findings) == #"""
        The Google access token under "r.example" of Secret shop/a expires at \#
        2026-11-20T09:30:00Z, in 30 minutes.
        Store a password that lasts, or refresh the Secret by a job. kubectl get \#
        --show-managed-fields tells when the Secret last changed.
        """#)
  }

  @Test func anOldYandexToken() throws {
    func found(_ user: String, _ password: String, made: String) throws -> [String] {
      summary(
        try findings(
          pod("cr.yandex/crp0/app", secrets: ["a"]),
          secret(keys: ["cr.yandex"], user: user, password: password, made: made)))
    }
    #expect(
      try found("iam", "t1.abc", made: "2026-11-19T20:59:00Z") == ["may fail: expired-jwt"])
    #expect(try found("iam", "t1.abc", made: "2026-11-19T22:01:00Z") == [])
    // An OAuth token and a key last; and another registry may have a user of that name.
    #expect(try found("oauth", "t1.abc", made: "2026-11-01T07:00:00Z") == [])
    #expect(try found("iam", "abc", made: "2026-11-01T07:00:00Z") == [])
  }

  @Test func anOldAzureToken() throws {
    let findings = try findings(
      pod(secrets: ["a"]),
      secret(
        keys: ["r.example"], user: "00000000-0000-0000-0000-000000000000", password: "opaque",
        made: "2026-11-20T05:00:00Z"))
    #expect(summary(findings) == ["may fail: expired-jwt"])
    #expect(
      text(.expiredJWT, of: findings) == #"""
        The token under "r.example" of Secret shop/a lasts 3 hours, and nothing shows a change \#
        of the Secret after 2026-11-20T05:00:00Z: it expired at 2026-11-20T08:00:00Z, 60 minutes \#
        ago.
        Store a password that lasts, or refresh the Secret by a job. kubectl get \#
        --show-managed-fields tells when the Secret last changed.
        """#)
  }

  @Test func anotherCredentialLasts() throws {
    let findings = try findings(
      pod(secrets: ["a", "b"]),
      secret(user: "u", password: "eyJhbGciOiJub25lIn0.eyJleHAiOjE3OTUxNjUxNDB9.c2ln"),
      secret("b"))
    #expect(
      summary(findings) == [
        "worth knowing: expired-jwt",
        "worth knowing: same-registry-many",
      ])
    #expect(
      text(.expiredJWT, of: findings) == #"""
        The token under "r.example" of Secret shop/a expired at 2026-11-20T08:59:00Z, 60 seconds \#
        ago (JWT exp).
        Store a password that lasts, or refresh the Secret by a job.
        """#)
  }

  @Test func anExternalSecretMakesIt() throws {
    let findings = try findings(
      pod("1.dkr.ecr.eu-west-1.amazonaws.com/app", secrets: ["a"]),
      secret(
        keys: ["1.dkr.ecr.eu-west-1.amazonaws.com"], user: "AWS",
        password:
          "eyJwYXlsb2FkIjoibm90LWEtcmVhbC1wYXlsb2FkIiwidmVyc2lvbiI6IjIiLCJ0eXBlIjoiREFUQV9LRVkiLCJleHBpcmF0aW9uIjoxNzk1MTY1MTQwfQ=="
      ),
      externalSecret("a", type: "kubernetes.io/dockerconfigjson"))
    #expect(summary(findings) == ["will fail: expired-ecr"])
    #expect(
      text(.expiredECR, of: findings) == #"""
        The ECR token under "1.dkr.ecr.eu-west-1.amazonaws.com" of Secret shop/a expired at \#
        2026-11-20T08:59:00Z, 60 seconds ago.
        Refresh the Secret by a job every few hours, or use the ecr-credential-provider. \#
        ExternalSecret maker creates this Secret; fix it there.
        """#)
  }

  @Test func anotherPasswordWouldBeLost() throws {
    let host = "1.dkr.ecr.eu-west-1.amazonaws.com"
    let findings = try findings(
      pod("\(host)/app", secrets: ["a"]),
      secret(keys: [host, "q.example"], user: "AWS", made: "2026-11-18T07:00:00Z"))
    #expect(findings.map(\.code) == [.expiredECR])
    #expect(findings[0].command == nil)
  }
}
