import ImagePullCredentials

/// Entries whose `auth` says something else than their `username` and `password`.
///
/// Source: `UnmarshalJSON` of `DockerConfigEntry`, pkg/credentialprovider/config.go.
enum AuthFieldFindings {
  static func find(_ context: ImageContext) -> [Finding] {
    context.findings(aboutKeys: { trial in
      guard trial.isTried, trial.entry.authOverridesFields else { return nil }
      return context.finding(
        .authBeatsFields, context.hasReport(.refused) ? .mayFail : .worthKnowing,
        [.secret(context.namespace, trial.secretName, key: trial.entry.registryKey)],
        problem: "Under \(quoted(trial.displayName)) of "
          + "\(context.title(ofSecret: trial.secretName)) auth differs from username and password; "
          + "the kubelet uses auth.",
        advice: "Change auth too, or leave it out." + context.makerNote(trial.secretName))
    })
  }
}
