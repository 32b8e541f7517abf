"""How a study is carried out: settings, worlds gathered as they come, parts."""
