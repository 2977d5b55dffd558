/**
 * The words of searchkit-box.js in other languages than English, which it loads where one of them is spoken. As there,
 * # is a number, $1 and $2 are words of the query.
 */
/** @type {any} */ (globalThis).searchkitBoxWords = {
  fr: {
    label: "Rechercher dans les essais", one: "# résultat", other: "# résultats", first: "Les # premiers résultats", none: "Aucun résultat",
    advice: "Essayez d’autres mots, ou moins de mots.", searching: "Recherche…", more: "Plus de résultats", try: "Vouliez-vous dire",
    failed: "La recherche est indisponible pour le moment.", retry: "Réessayer", filters: "Filtres", kind: "Genre", any: "Tous les genres",
    year: "Année", tag: "Étiquette", newest: "Les plus récents", instead: "Aucun résultat pour $1. Voici ceux pour $2.",
    missing: "Aucun essai ne contient $1.", some: "Aucun essai ne contient tous ces mots. Ceux-ci en contiennent une partie.",
    mixed: "Les essais qui contiennent tous ces mots viennent d’abord.",
    kinds: "Titre, Intertitre, Texte, Citation, Liste, Note, Légende, Tableau, Code, Contenu intégré",
  },
  de: {
    label: "Essays durchsuchen", one: "# Treffer", other: "# Treffer", first: "Die ersten # Treffer", none: "Nichts gefunden",
    advice: "Versuchen Sie andere oder weniger Wörter.", searching: "Suche…", more: "Weitere Treffer", try: "Meinten Sie",
    failed: "Die Suche ist gerade nicht verfügbar.", retry: "Noch einmal versuchen", filters: "Filter", kind: "Art", any: "Alle Arten",
    year: "Jahr", tag: "Schlagwort", newest: "Neueste zuerst", instead: "Nichts gefunden zu $1. Dies sind Treffer zu $2.",
    missing: "Kein Essay enthält $1.", some: "Kein Essay enthält alle diese Wörter. Diese enthalten einige.",
    mixed: "Essays mit allen diesen Wörtern stehen vorn.",
    kinds: "Titel, Überschrift, Text, Zitat, Liste, Fußnote, Bildunterschrift, Tabelle, Code, Einbettung",
  },
  es: {
    label: "Buscar en los ensayos", one: "# resultado", other: "# resultados", first: "Los primeros # resultados", none: "Sin resultados",
    advice: "Pruebe con otras palabras, o con menos.", searching: "Buscando…", more: "Más resultados", try: "Quizá quiso decir",
    failed: "La búsqueda no está disponible ahora.", retry: "Reintentar", filters: "Filtros", kind: "Tipo", any: "Todos los tipos",
    year: "Año", tag: "Etiqueta", newest: "Más recientes primero", instead: "Sin resultados para $1. Estos son los de $2.",
    missing: "Ningún ensayo contiene $1.", some: "Ningún ensayo contiene todas estas palabras. Estos contienen algunas.",
    mixed: "Los ensayos con todas estas palabras van primero.",
    kinds: "Título, Encabezado, Texto, Cita, Lista, Nota, Leyenda, Tabla, Código, Contenido insertado",
  },
  zh: {
    label: "搜索文章", other: "# 条结果", first: "前 # 条结果", none: "没有找到结果",
    advice: "请换用或减少关键词。", searching: "正在搜索…", more: "更多结果", try: "您是不是要找",
    failed: "搜索暂时不可用。", retry: "重试", filters: "筛选", kind: "类型", any: "全部类型",
    year: "年份", tag: "标签", newest: "最新优先", instead: "没有找到 $1，以下是 $2 的结果。",
    missing: "没有文章包含 $1。", some: "没有文章包含所有这些词，以下文章包含其中一部分。",
    mixed: "包含所有这些词的文章排在前面。",
    kinds: "标题, 小标题, 正文, 引文, 列表, 脚注, 图注, 表格, 代码, 嵌入内容",
  },
  ja: {
    label: "エッセイを検索", other: "# 件の結果", first: "最初の # 件", none: "見つかりませんでした",
    advice: "別の語、または少ない語でお試しください。", searching: "検索中…", more: "さらに表示", try: "もしかして",
    failed: "現在、検索を利用できません。", retry: "再試行", filters: "絞り込み", kind: "種類", any: "すべての種類",
    year: "年", tag: "タグ", newest: "新しい順", instead: "$1 は見つかりませんでした。$2 の結果を表示しています。",
    missing: "$1 を含むエッセイはありません。", some: "すべての語を含むエッセイはありません。一部を含むものを表示しています。",
    mixed: "すべての語を含むエッセイが先に並びます。",
    kinds: "題名, 見出し, 本文, 引用, リスト, 脚注, キャプション, 表, コード, 埋め込み",
  },
};
