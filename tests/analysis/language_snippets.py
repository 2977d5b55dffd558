"""Twenty short texts in each of twelve languages, one a line, written for the tests of detection."""

from __future__ import annotations

SNIPPETS = {
    "en": """
The library was closed when we arrived, so we read the notice on the door and went home again.
She keeps her notes in a box under the bed and never looks at them before the winter.
Nobody remembers who wrote the first index, but everyone has used one without thinking about it.
It is easier to find a sentence than to remember why you wanted it in the first place.
We walked along the river for an hour and talked about what the machines would do to our work.
If a model has read everything, what does it mean to say that it has understood anything?
There were three letters on the table, and none of them had been opened since the spring.
He said that the essay was too long, and then he asked me to write another one.
The price of bread went up again, which is what most people talked about on the train.
I have kept this notebook for years, and I still cannot read half of what is in it.
You can learn a lot about a person from the books that they have not returned.
The weather in the north was worse than we had been told, and the ferry did not sail.
Most of the time we search for things that we have already seen somewhere else.
My grandmother used to say that a good garden is only a bad one with more hours in it.
The committee met for the last time on a Friday and could not agree about the minutes.
What we call a quotation is often only the memory of one, and it gets better every year.
They sold the house with all of the furniture and most of the secrets that were in it.
This is the kind of problem that looks hard until someone shows you the right picture.
A reader who has no time will still find an hour for a writer who does not waste it.
The bell rang twice, and by then the children were already out of the door and gone.
""",
    "fr": """
La bibliothèque était fermée quand nous sommes arrivés, et nous avons lu l'affiche sur la porte.
Elle garde ses notes dans une boîte sous le lit et ne les regarde jamais avant l'hiver.
Personne ne se souvient de celui qui a écrit le premier index, mais tout le monde s'en sert.
Il est plus facile de retrouver une phrase que de savoir pourquoi on la cherchait.
Nous avons marché une heure le long de la rivière en parlant de ce que les machines feront.
Si un modèle a tout lu, que veut dire l'affirmation qu'il a compris quelque chose ?
Il y avait trois lettres sur la table, et aucune n'avait été ouverte depuis le printemps.
Il a dit que le texte était trop long, puis il m'a demandé d'en écrire un autre.
Le prix du pain a encore monté, et c'est de cela que les gens parlaient dans le train.
Je tiens ce carnet depuis des années et je ne peux toujours pas en lire la moitié.
On apprend beaucoup sur une personne par les livres qu'elle n'a pas rendus.
Le temps dans le nord était pire que ce qu'on nous avait dit, et le bateau n'est pas parti.
La plupart du temps nous cherchons des choses que nous avons déjà vues ailleurs.
Ma grand-mère disait qu'un bon jardin est un mauvais jardin avec plus d'heures dedans.
Le comité s'est réuni pour la dernière fois un vendredi et n'a pas pu se mettre d'accord.
Ce que nous appelons une citation n'est souvent que le souvenir d'une autre.
Ils ont vendu la maison avec tous les meubles et la plupart de ses secrets.
C'est le genre de problème qui semble difficile jusqu'à ce que quelqu'un fasse un dessin.
Un lecteur pressé trouvera toujours une heure pour un auteur qui ne la gaspille pas.
La cloche a sonné deux fois, et les enfants étaient déjà dehors avec leurs vélos.
""",
    "de": """
Die Bibliothek war geschlossen, als wir ankamen, und wir lasen den Zettel an der Tür.
Sie bewahrt ihre Notizen in einer Schachtel unter dem Bett auf und sieht sie nie an.
Niemand weiß, wer das erste Register geschrieben hat, aber jeder hat schon eines benutzt.
Es ist leichter, einen Satz zu finden, als sich zu erinnern, warum man ihn gesucht hat.
Wir gingen eine Stunde am Fluss entlang und sprachen darüber, was die Maschinen tun werden.
Wenn ein Modell alles gelesen hat, was heißt es dann, dass es etwas verstanden hat?
Auf dem Tisch lagen drei Briefe, und keiner von ihnen war seit dem Frühling geöffnet worden.
Er sagte, der Aufsatz sei zu lang, und dann bat er mich, noch einen zu schreiben.
Der Brotpreis ist wieder gestiegen, und darüber sprachen die meisten Leute im Zug.
Ich führe dieses Heft seit Jahren und kann die Hälfte davon immer noch nicht lesen.
Man lernt viel über einen Menschen aus den Büchern, die er nicht zurückgegeben hat.
Das Wetter im Norden war schlechter als angekündigt, und die Fähre fuhr nicht.
Meistens suchen wir nach Dingen, die wir schon irgendwo anders gesehen haben.
Meine Großmutter sagte immer, ein guter Garten sei nur ein schlechter mit mehr Stunden.
Der Ausschuss tagte zum letzten Mal an einem Freitag und konnte sich nicht einigen.
Was wir ein Zitat nennen, ist oft nur die Erinnerung an eines, und sie wird besser.
Sie verkauften das Haus mit allen Möbeln und den meisten Geheimnissen, die darin waren.
Das ist eine Aufgabe, die schwer aussieht, bis jemand das richtige Bild dazu zeigt.
Wer keine Zeit hat, findet doch eine Stunde für jemanden, der sie nicht verschwendet.
Die Glocke läutete zweimal, und da waren die Kinder schon aus der Tür und fort.
""",
    "es": """
La biblioteca estaba cerrada cuando llegamos, así que leímos el aviso de la puerta.
Ella guarda sus notas en una caja debajo de la cama y no las mira nunca antes del invierno.
Nadie recuerda quién escribió el primer índice, pero todos han usado uno sin pensarlo.
Es más fácil encontrar una frase que recordar por qué la estabas buscando.
Caminamos una hora junto al río y hablamos de lo que las máquinas harán con nuestro trabajo.
Si un modelo lo ha leído todo, ¿qué quiere decir que ha entendido algo?
Había tres cartas en la mesa y ninguna se había abierto desde la primavera.
Dijo que el ensayo era demasiado largo y luego me pidió que escribiera otro.
El precio del pan ha vuelto a subir, y de eso hablaba la gente en el tren.
Llevo este cuaderno desde hace años y todavía no puedo leer la mitad de lo que hay en él.
Se aprende mucho de una persona por los libros que no ha devuelto.
El tiempo en el norte era peor de lo que nos habían dicho y el barco no salió.
Casi siempre buscamos cosas que ya hemos visto en otra parte.
Mi abuela decía que un buen jardín es solo uno malo con más horas dentro.
El comité se reunió por última vez un viernes y no pudo ponerse de acuerdo.
Lo que llamamos una cita es a menudo solo el recuerdo de otra, y mejora con los años.
Vendieron la casa con todos los muebles y con la mayoría de sus secretos.
Es la clase de problema que parece difícil hasta que alguien te enseña un dibujo.
Un lector sin tiempo encontrará una hora para quien no se la haga perder.
La campana sonó dos veces y los niños ya estaban fuera con sus bicicletas.
""",
    "it": """
La biblioteca era chiusa quando siamo arrivati, e abbiamo letto l'avviso sulla porta.
Lei tiene i suoi appunti in una scatola sotto il letto e non li guarda mai prima dell'inverno.
Nessuno ricorda chi ha scritto il primo indice, ma tutti ne hanno usato uno.
È più facile ritrovare una frase che ricordare perché la si cercava.
Abbiamo camminato un'ora lungo il fiume e parlato di quello che faranno le macchine.
Se un modello ha letto tutto, che cosa vuol dire che ha capito qualcosa?
C'erano tre lettere sul tavolo, e nessuna era stata aperta dalla primavera.
Disse che il saggio era troppo lungo e poi mi chiese di scriverne un altro.
Il prezzo del pane è salito di nuovo, e di questo parlava la gente sul treno.
Tengo questo quaderno da anni e non riesco ancora a leggere la metà di quello che contiene.
Si impara molto di una persona dai libri che non ha restituito.
Il tempo al nord era peggiore di come ci avevano detto, e la nave non è partita.
Di solito cerchiamo cose che abbiamo già visto da qualche altra parte.
Mia nonna diceva che un buon giardino è solo uno cattivo con più ore dentro.
Il comitato si riunì per l'ultima volta di venerdì e non riuscì a mettersi d'accordo.
Quella che chiamiamo citazione è spesso solo il ricordo di un'altra, e migliora con gli anni.
Hanno venduto la casa con tutti i mobili e con quasi tutti i suoi segreti.
È il genere di problema che sembra difficile finché qualcuno non ti mostra il disegno.
Un lettore senza tempo troverà un'ora per chi non la spreca.
La campana suonò due volte, e i bambini erano già fuori con le loro biciclette.
""",
    "pt": """
A biblioteca estava fechada quando chegámos, e lemos o aviso que estava na porta.
Ela guarda as suas notas numa caixa debaixo da cama e nunca as olha antes do inverno.
Ninguém se lembra de quem escreveu o primeiro índice, mas todos já usaram um.
É mais fácil encontrar uma frase do que lembrar por que a procurávamos.
Andámos uma hora ao longo do rio e falámos do que as máquinas vão fazer ao nosso trabalho.
Se um modelo já leu tudo, o que quer dizer que ele entendeu alguma coisa?
Havia três cartas na mesa, e nenhuma delas tinha sido aberta desde a primavera.
Ele disse que o ensaio era muito longo e depois me pediu que escrevesse outro.
O preço do pão subiu outra vez, e era disso que as pessoas falavam no comboio.
Tenho este caderno há anos e ainda não consigo ler metade do que está nele.
Aprende-se muito sobre uma pessoa pelos livros que ela não devolveu.
O tempo no norte estava pior do que nos tinham dito, e o barco não saiu.
Quase sempre procuramos coisas que já vimos em outro lugar.
A minha avó dizia que um bom jardim é só um mau jardim com mais horas dentro.
A comissão reuniu-se pela última vez numa sexta-feira e não conseguiu chegar a acordo.
O que chamamos de citação é muitas vezes só a memória de outra, e melhora com os anos.
Venderam a casa com todos os móveis e com a maior parte dos seus segredos.
É o tipo de problema que parece difícil até que alguém nos mostre o desenho.
Um leitor sem tempo encontrará uma hora para quem não a desperdiça.
O sino tocou duas vezes, e as crianças já estavam lá fora com as suas bicicletas.
""",
    "nl": """
De bibliotheek was gesloten toen we aankwamen, dus lazen we het briefje op de deur.
Zij bewaart haar notities in een doos onder het bed en kijkt er voor de winter nooit naar.
Niemand weet meer wie het eerste register schreef, maar iedereen heeft er een gebruikt.
Het is makkelijker een zin te vinden dan te weten waarom je hem zocht.
We liepen een uur langs de rivier en spraken over wat de machines met ons werk zullen doen.
Als een model alles heeft gelezen, wat betekent het dan dat het iets heeft begrepen?
Er lagen drie brieven op de tafel, en geen daarvan was sinds het voorjaar geopend.
Hij zei dat het stuk te lang was en toen vroeg hij me om er nog een te schrijven.
De prijs van het brood is weer gestegen, en daar hadden de mensen in de trein het over.
Ik houd dit schrift al jaren bij en kan de helft van wat erin staat nog niet lezen.
Je leert veel over iemand uit de boeken die hij niet heeft teruggebracht.
Het weer in het noorden was slechter dan ons was verteld, en de boot voer niet uit.
Meestal zoeken we naar dingen die we al ergens anders hebben gezien.
Mijn grootmoeder zei dat een goede tuin maar een slechte is met meer uren erin.
De commissie kwam op een vrijdag voor het laatst bijeen en kon het niet eens worden.
Wat wij een citaat noemen is vaak maar de herinnering aan een ander, en die wordt beter.
Ze verkochten het huis met al het meubilair en de meeste geheimen die erin zaten.
Dit is het soort probleem dat moeilijk lijkt tot iemand je de goede tekening laat zien.
Wie geen tijd heeft vindt toch een uur voor een schrijver die het niet verspilt.
De bel ging twee keer, en toen waren de kinderen al buiten met hun fietsen.
""",
    "sv": """
Biblioteket var stängt när vi kom fram, så vi läste lappen på dörren och gick hem.
Hon har sina anteckningar i en låda under sängen och ser aldrig på dem före vintern.
Ingen minns vem som skrev det första registret, men alla har använt ett.
Det är lättare att hitta en mening än att minnas varför man letade efter den.
Vi gick en timme längs floden och talade om vad maskinerna ska göra med vårt arbete.
Om en modell har läst allt, vad betyder det då att den har förstått något?
Det låg tre brev på bordet, och inget av dem hade öppnats sedan i våras.
Han sa att texten var för lång, och sedan bad han mig att skriva en till.
Priset på bröd har stigit igen, och det var vad folk talade om på tåget.
Jag har haft den här boken i många år och kan fortfarande inte läsa hälften av den.
Man lär sig mycket om en människa av de böcker som hon inte har lämnat tillbaka.
Vädret i norr var sämre än vad man hade sagt oss, och färjan gick inte.
För det mesta letar vi efter saker som vi redan har sett någon annanstans.
Min mormor brukade säga att en god trädgård bara är en dålig med fler timmar i.
Kommittén möttes för sista gången på en fredag och kunde inte komma överens.
Det vi kallar ett citat är ofta bara minnet av ett, och det blir bättre för varje år.
De sålde huset med alla möbler och de flesta av hemligheterna som fanns i det.
Det här är ett problem som ser svårt ut tills någon visar den rätta bilden.
Den som inte har tid finner ändå en timme för en författare som inte slösar bort den.
Klockan ringde två gånger, och då var barnen redan ute med sina cyklar.
""",
    "ru": """
Библиотека была закрыта, когда мы приехали, и мы прочли записку на двери.
Она хранит свои заметки в коробке под кроватью и не смотрит на них до зимы.
Никто не помнит, кто написал первый указатель, но все им пользовались.
Легче найти фразу, чем вспомнить, зачем она была нужна.
Мы шли час вдоль реки и говорили о том, что машины сделают с нашей работой.
Если модель прочла всё, что это значит, когда говорят, что она что-то поняла?
На столе лежали три письма, и ни одно из них не было открыто с весны.
Он сказал, что статья была слишком длинной, и попросил меня написать ещё одну.
Цена на хлеб опять выросла, и об этом люди говорили в поезде.
Я веду эту тетрадь уже много лет и всё ещё не могу прочесть половину.
О человеке можно многое узнать по книгам, которые он не вернул.
Погода на севере была хуже, чем нам говорили, и паром не вышел.
Чаще всего мы ищем то, что уже где-то видели.
Моя бабушка говорила, что хороший сад это только плохой, в котором больше часов.
Комитет собрался в последний раз в пятницу и не смог договориться.
То, что мы называем цитатой, часто только память о ней, и она с годами лучше.
Они продали дом со всей мебелью и с большей частью его тайн.
Это такая задача, которая кажется трудной, пока кто-то не покажет рисунок.
У кого нет времени, тот всё же найдёт час для того, кто его не тратит.
Звонок прозвенел два раза, и дети были уже на улице со своими велосипедами.
""",
    "zh": """
我们到的时候图书馆已经关门了，于是我们读了门上的通知。
她把笔记放在床下的盒子里，冬天以前从来不看。
没有人记得是谁写了第一个索引，但是每个人都用过。
找到一句话比想起为什么要找它更容易。
我们沿着河走了一个小时，谈论机器会怎样改变我们的工作。
如果一个模型什么都读过，说它理解了什么又是什么意思呢？
桌子上有三封信，从春天起一封也没有打开过。
他说文章太长了，然后又请我再写一篇。
面包的价格又涨了，火车上的人都在谈这件事。
这本笔记我记了很多年，里面一半的字我还是认不出来。
从一个人没有还的书里可以了解他很多。
北方的天气比我们听说的更差，渡船没有开。
我们大多数时候在找已经在别处见过的东西。
我的祖母常说，好花园不过是多花了时间的坏花园。
委员会在星期五开了最后一次会，没有达成一致。
我们所说的引文往往只是对它的记忆，而且一年比一年好。
他们把房子连同家具和大部分秘密都卖了。
这种问题看起来很难，直到有人给你看一张合适的图。
没有时间的读者也会为不浪费时间的作者找到一个小时。
铃响了两次，孩子们已经骑着自行车出去了。
""",
    "ja": """
私たちが着いたとき図書館は閉まっていたので、扉の貼り紙を読みました。
彼女はノートをベッドの下の箱に入れて、冬になるまで見ません。
最初の索引を誰が書いたのか誰も覚えていないが、誰もが使ったことがある。
文を見つけるのは、なぜ探していたのかを思い出すより簡単だ。
川沿いを一時間歩きながら、機械が仕事をどう変えるかについて話した。
モデルがすべてを読んだとして、何かを理解したとはどういう意味だろうか。
机の上に手紙が三通あったが、春から一通も開けられていなかった。
彼は文章が長すぎると言い、それからもう一つ書いてくれと頼んだ。
パンの値段がまた上がり、電車の中ではその話ばかりだった。
このノートを何年もつけているが、半分はまだ読めない。
返していない本を見れば、その人のことがよくわかる。
北の天気は聞いていたより悪く、船は出なかった。
たいていの場合、私たちはすでにどこかで見たものを探している。
祖母は、よい庭とは時間をかけた悪い庭にすぎないと言っていた。
委員会は金曜日に最後の会合を開いたが、合意できなかった。
引用と呼ばれるものは、その記憶にすぎないことが多い。
彼らは家具もほとんどの秘密もつけて家を売った。
誰かが正しい図を見せてくれるまで難しく見える問題だ。
時間のない読者も、時間を無駄にしない作家のためには一時間を見つける。
ベルが二度鳴ったとき、子供たちはもう自転車で出かけていた。
""",
    "ko": """
우리가 도착했을 때 도서관은 닫혀 있어서 문에 붙은 안내문을 읽었다.
그녀는 공책을 침대 밑 상자에 넣어 두고 겨울이 되기 전에는 보지 않는다.
누가 처음 색인을 만들었는지 아무도 기억하지 못하지만 모두가 써 보았다.
문장을 찾는 것이 왜 찾았는지 기억하는 것보다 쉽다.
우리는 강을 따라 한 시간을 걸으며 기계가 우리의 일을 어떻게 바꿀지 이야기했다.
모델이 모든 것을 읽었다면 무엇을 이해했다는 말은 무슨 뜻일까?
책상 위에 편지가 세 통 있었는데 봄부터 하나도 열지 않았다.
그는 글이 너무 길다고 말하고는 하나 더 써 달라고 부탁했다.
빵값이 또 올라서 기차 안의 사람들은 모두 그 이야기를 했다.
이 공책을 여러 해 동안 썼지만 아직도 절반은 읽을 수 없다.
돌려주지 않은 책을 보면 그 사람을 많이 알 수 있다.
북쪽의 날씨는 들은 것보다 나빠서 배가 떠나지 않았다.
우리는 대개 이미 어디선가 본 것을 찾는다.
할머니는 좋은 정원이란 시간을 더 들인 나쁜 정원일 뿐이라고 말씀하셨다.
위원회는 금요일에 마지막으로 모였지만 합의하지 못했다.
우리가 인용이라고 부르는 것은 흔히 그 기억일 뿐이다.
그들은 가구와 대부분의 비밀과 함께 집을 팔았다.
누군가 알맞은 그림을 보여 줄 때까지 어려워 보이는 문제다.
시간이 없는 독자도 시간을 낭비하지 않는 작가를 위해서는 한 시간을 낸다.
종이 두 번 울렸고 아이들은 이미 자전거를 타고 나갔다.
""",
}
